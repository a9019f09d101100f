"""Looking at a number in clear: who may, for what reason, how often; and who reads of it afterwards."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role
from tests import factories
from tests.volunteers.factories import (
    DisclosureFactory,
    GuardianFactory,
    IdentityFactory,
    VolunteerFactory,
    mobile_number,
    resident_number,
)
from volunteers.models import Disclosure
from volunteers.services.revealing import reveal_identity

REASON = "活动改期，需要电话通知本人"


@pytest.fixture
def home(db):
    return factories.CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def reviewer(home):
    return factories.reviewer(home)


@pytest.fixture
def volunteer(home):
    made = VolunteerFactory(home=home, identity=False)
    IdentityFactory(volunteer=made, serial=4321, name="样例甲")
    GuardianFactory(volunteer=made, serial=4322)
    return made


def reveal(actor, volunteer, what="mobile", reason=REASON):
    return reveal_identity(actor=actor, volunteer=volunteer, what=what, reason=reason)


def refusal(call):
    with pytest.raises(ValidationError) as found:
        call()
    problems = found.value.error_dict["reason"] if hasattr(found.value, "error_dict") else found.value.error_list
    return problems[0].code


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("document", resident_number(4321)),
        ("mobile", mobile_number(4321)),
        ("guardian_document", resident_number(4322, dt.date(1980, 1, 1))),
        ("guardian_mobile", mobile_number(4322)),
    ],
)
def test_a_value_is_shown_and_written_down(volunteer, reviewer, what, value):
    assert reveal(reviewer, volunteer, what) == value
    written = Disclosure.objects.get()
    assert (written.volunteer, written.by, written.what, written.reason) == (volunteer, reviewer, what, REASON)
    assert written.by_post == ["county_reviewer", "荣昌区"]
    act = AuditEntry.objects.get(action="reveal")
    assert (act.actor, act.target, act.reason, act.success) == (
        reviewer,
        f"{volunteer.volunteer_no} {what}",
        REASON,
        True,
    )


def test_the_person_and_the_auditor_read_of_it(volunteer, reviewer):
    volunteer.user = factories.person(Role.VOLUNTEER)
    volunteer.save()
    reveal(reviewer, volunteer)
    auditor = factories.person(Role.AUDITOR)
    for reader in (volunteer.user, auditor):
        assert Disclosure.objects.visible_to(reader).count() == 1
    assert AuditEntry.objects.visible_to(auditor).filter(action="reveal").exists()
    for other in (reviewer, factories.person(Role.VOLUNTEER)):
        assert not Disclosure.objects.visible_to(other).exists()


def test_it_is_for_reviewers_of_home_alone(volunteer, home):
    for stranger in (
        factories.logger(home),
        factories.reviewer(factories.CountyFactory(code="511083", province=factories.sichuan())),
        factories.person(Role.CORRIDOR_OFFICE),
        factories.person(Role.AUDITOR),
        factories.person(Role.SYSTEM_ADMINISTRATOR),
    ):
        with pytest.raises(PermissionDenied):
            reveal(stranger, volunteer)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "too short", "核对", "x" * 301, "。" * 20, " a a a a a a a a a "])
def test_a_reason_is_needed(volunteer, reviewer, reason):
    assert refusal(lambda: reveal(reviewer, volunteer, reason=reason)) == "reveal_reason"
    assert not Disclosure.objects.exists()


def test_so_many_an_hour_and_no_more(volunteer, reviewer, home, settings):
    settings.REVEALS_AN_HOUR = 2
    reveal(reviewer, volunteer)
    reveal(reviewer, VolunteerFactory(home=home))
    assert refusal(lambda: reveal(reviewer, volunteer)) == "reveal_too_many"
    refused = AuditEntry.objects.get(action="reveal", success=False)
    assert (refused.actor, refused.reason) == (reviewer, REASON)
    reveal(factories.reviewer(home), volunteer)  # each person has an hour of their own


def test_the_hour_passes(volunteer, reviewer, settings):
    settings.REVEALS_AN_HOUR = 1
    DisclosureFactory(volunteer=volunteer, by=reviewer, at=timezone.now() - dt.timedelta(minutes=61))
    reveal(reviewer, volunteer)
    assert Disclosure.objects.filter(by=reviewer).count() == 2


def test_what_is_not_there_or_does_not_open(volunteer, reviewer, settings):
    volunteer.guardian.delete()
    volunteer.refresh_from_db()
    assert refusal(lambda: reveal(reviewer, volunteer, "guardian_mobile")) == "reveal_nothing"
    settings.VAULT_KEYS = (("another", "0c8e25b1f6739ad44fe018b26a5d97c3"),)
    assert refusal(lambda: reveal(reviewer, volunteer)) == "reveal_unreadable"
    assert not Disclosure.objects.exists()


def address(volunteer, name="volunteers:reveal"):
    return reverse(name, args=[volunteer.volunteer_no])


def test_the_page_shows_it_once(client, volunteer, reviewer):
    client.force_login(reviewer)
    page = client.get(address(volunteer))
    assert mobile_number(4321) not in page.text
    assert "199****4321" in page.text
    assert "样例甲" not in page.text
    shown = client.post(address(volunteer), {"what": "mobile", "reason": REASON})
    assert mobile_number(4321) in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert mobile_number(4321) not in client.get(address(volunteer)).text
    assert mobile_number(4321) not in str(dict(client.session))


def test_the_page_of_the_volunteer_leads_there(client, volunteer, reviewer, home):
    for person, expected in ((reviewer, True), (factories.logger(home), False)):
        client.force_login(person)
        assert (address(volunteer) in client.get(volunteer.get_absolute_url()).text) is expected


def test_the_page_says_what_is_wrong(client, volunteer, reviewer):
    client.force_login(reviewer)
    page = client.post(address(volunteer), {"what": "mobile", "reason": "short"})
    assert "Say in 10 to 300 characters" in page.text
    assert mobile_number(4321) not in page.text
    assert "Choose one of those listed." in client.post(address(volunteer), {"what": "name"}).text


def test_nothing_is_left_to_look_at_after_erasure(client, volunteer, reviewer):
    volunteer.identity.delete()
    volunteer.guardian.delete()
    client.force_login(reviewer)
    assert client.get(address(volunteer)).status_code == 404


def test_over_the_api(client, volunteer, reviewer, settings):
    client.force_login(reviewer)
    settings.REVEALS_AN_HOUR = 1
    there = address(volunteer, "api:volunteer-reveal")
    asked = {"what": "document", "reason": REASON}
    answer = client.post(there, asked, content_type="application/json")
    assert answer.json() == {
        "volunteer_no": volunteer.volunteer_no,
        "what": "document",
        "value": resident_number(4321),
    }
    assert answer["Cache-Control"] == "no-store"
    again = client.post(there, asked, content_type="application/json")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "reveal_too_many")
    wrong = client.post(there, {"what": "document", "reason": REASON, "all": True}, content_type="application/json")
    assert wrong.json()["errors"][0]["code"] == "unknown_field"


def test_a_token_looks_at_nobody(client, volunteer, home):
    account = factories.person(Role.API_CLIENT, home)
    token = factories.ApiTokenFactory(user=account)
    assert token
    client.force_login(account)
    there = address(volunteer, "api:volunteer-reveal")
    assert client.post(there, {"what": "mobile", "reason": REASON}, content_type="application/json").status_code == 404


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_at_once_is_not_more_often(settings, transactional_db):
    settings.REVEALS_AN_HOUR = 3
    home = factories.CountyFactory(code="500153")
    reviewer, volunteer, found = factories.reviewer(home), VolunteerFactory(home=home), []

    def look():
        try:
            found.append(reveal(reviewer, volunteer))
        except ValidationError as error:
            found.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("reveal_too_many") == 5
    assert Disclosure.objects.count() == 3
