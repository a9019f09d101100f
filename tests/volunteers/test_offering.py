"""What a volunteer offers: changed by who manages the registration, on the page and over the API."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.panels import _providers
from tests import factories
from tests.volunteers.registry_world import counties, somebody
from volunteers.models import ServiceArea, Volunteer
from volunteers.services.offering import change_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return counties()


@pytest.fixture
def volunteer(places):
    return somebody("张伟", places["own"])


@pytest.fixture
def staff(client, places):
    user = factories.logger(places["own"])
    client.force_login(user)
    return user


def change(volunteer, **content):
    return change_offer(actor=None, volunteer=volunteer, version=None, **content)


def test_only_what_is_named_changes(volunteer):
    changed = change(volunteer, skills=["law", "law", "care"])
    assert (changed.skills, changed.times, changed.version) == (["law", "care"], [], 2)


def test_areas_end_and_begin_anew(volunteer, places):
    long_ago = timezone.localdate() - dt.timedelta(days=100)
    ServiceArea.objects.create(volunteer=volunteer, region=places["other"], since=long_ago)
    change(volunteer, areas=[places["neighbour"]])
    change(volunteer, areas=[])  # the one of today is taken back, and was none
    [kept] = ServiceArea.objects.all()
    assert (kept.region, kept.since, kept.until) == (places["other"], long_ago, timezone.localdate())
    change(volunteer, areas=[places["other"]])
    assert ServiceArea.objects.get(until=None).since == timezone.localdate()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"areas": "own"}, "area_is_home"),
        ({"areas": "many"}, "too_many_areas"),
        ({"skills": ["flying"]}, "item_invalid"),
    ],
)
def test_what_is_refused(volunteer, places, content, code):
    regions = {"own": [places["own"]], "many": [factories.CountyFactory() for _number in range(11)]}
    content = {name: regions.get(value, value) if isinstance(value, str) else value for name, value in content.items()}
    with pytest.raises(ValidationError) as caught:
        change(volunteer, **content)
    codes = [error.code for errors in caught.value.error_dict.values() for error in errors]
    assert codes == [code]
    assert Volunteer.objects.get().version == 1


def test_who_is_gone_does_not_change(volunteer):
    Volunteer.objects.update(state="erased", ended_on=timezone.localdate())
    with pytest.raises(ValidationError) as caught:
        change(volunteer, skills=[])
    assert caught.value.code == "not_active"


def test_a_form_that_was_overtaken_is_refused_on_page_and_api(client, staff, volunteer):
    address = reverse("volunteers:offer", args=[volunteer.volunteer_no])
    assert client.get(address).context["form"]["version"].value() == 1
    change(volunteer, skills=["law"])
    page = client.post(address, {"version": 1, "times": ["weekends"]})
    assert "Somebody changed" in page.content.decode()
    answer = client.patch(
        reverse("api:volunteer-detail", args=[volunteer.volunteer_no]),
        {"version": 1, "times": ["weekends"]},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "stale")
    done = client.post(address, {"version": 2, "times": ["weekends"], "areas": ["511083"]})
    assert done.url == volunteer.get_absolute_url()
    answer = client.get(reverse("api:volunteer-detail", args=[volunteer.volunteer_no])).json()
    assert (answer["version"], answer["skills"], answer["times"], answer["areas"]) == (3, [], ["weekends"], ["511083"])


def test_the_page_has_a_place_for_panels(client, staff, volunteer, monkeypatch):
    seen = []
    provider = (10, "volunteers/_consents.html", lambda request, subject: seen.append(subject))
    monkeypatch.setitem(_providers, "volunteer", [provider])
    assert client.get(volunteer.get_absolute_url()).status_code == 200
    assert seen == [volunteer]
