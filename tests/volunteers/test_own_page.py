import json

import pytest
from django.urls import reverse

from accounts.models import Notice, Role
from tests.factories import BeltFactory, BeltMembershipFactory, UserFactory, person, reviewer
from tests.volunteers.factories import (
    ConsentTextFactory,
    DisclosureFactory,
    GuardianFactory,
    PlatformAccountFactory,
    VolunteerFactory,
    resident_number,
)
from tests.volunteers.merging_world import consent, county, reload, twins
from volunteers.models import Consent, HomeMove, Volunteer
from volunteers.services.merging import merge_volunteers

pytestmark = pytest.mark.django_db
QUERIES = 14
DOCUMENT = resident_number(4_242)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def home():
    return county()


@pytest.fixture
def mine(home):
    return VolunteerFactory(
        home=home, user=UserFactory(), identity__document_number=DOCUMENT, identity__name="样例本人"
    )


@pytest.fixture
def me(client, mine):
    client.force_login(mine.user)
    return client


def page(name="me", **arguments):
    return reverse(f"volunteers:{name}", kwargs=arguments)


def test_what_is_kept_is_shown_masked_with_who_looked_at_it(me, mine, home):
    PlatformAccountFactory(volunteer=mine, platform__name="文明进步")
    gone = twins(home, 1)[0]
    DisclosureFactory(volunteer=gone, reason="核对旧登记", by_post=["county_reviewer", "荣昌区"])
    merge_volunteers(actor=None, keep=mine, gone=gone, reason="同一个人")

    text = me.get(page()).content.decode()

    assert mine.volunteer_no in text
    assert gone.volunteer_no in text
    assert "文明进步" in text
    assert "核对旧登记" in text
    assert "荣昌区 · " in text
    assert DOCUMENT not in text


def test_who_is_nobodys_registration_has_no_page(client):
    client.force_login(UserFactory())
    assert client.get(page()).status_code == 404


def test_a_volunteer_without_a_registration_is_led_to_registering(client):
    client.force_login(person(Role.VOLUNTEER))
    assert client.get(page()).url == reverse("volunteers:join")


def test_a_consent_is_given_and_withdrawn_as_easily(me, mine):
    ConsentTextFactory(purpose="share")
    me.post(page("my_consent", purpose="share"))
    me.post(page("my_consent", purpose="share"))
    given = Consent.objects.get(volunteer=mine)
    assert (given.given_by, given.withdrawn_at) == ("self", None)

    me.post(page("my_consent", purpose="share"), {"withdraw": "1"})
    assert reload(given)[0].withdrawn_at is not None
    assert reload(mine)[0].version == 3


def test_to_be_kept_is_withdrawn_by_erasing(me, mine):
    consent(mine, "keep")
    answer = me.post(page("my_consent", purpose="keep"), {"withdraw": "1"}, follow=True)
    assert "Have the registration erased instead" in answer.content.decode()
    assert Consent.objects.filter(withdrawn_at=None).exists()
    assert page("my_erasure") in answer.content.decode()


@pytest.mark.parametrize("born", [None, "2015-06-01"])
def test_a_child_agrees_through_the_guardian(me, mine, born):
    ConsentTextFactory(purpose="share")
    mine.identity.birth_date = born
    mine.identity.save()
    Volunteer.objects.filter(pk=mine.pk).update(birth_year=int(born[:4]) if born else None)
    answer = me.post(page("my_consent", purpose="share"), follow=True)
    assert "with the guardian" in answer.content.decode()
    assert not Consent.objects.exists()


def test_what_i_offer_changes_at_once(me, mine):
    me.post(page("my_offer"), {"skills": ["law"], "version": 1})
    assert reload(mine)[0].skills == ["law"]


def test_a_move_tells_both_counties_and_keeps_the_old_record(me, mine, home):
    other, staff = county("500101"), [reviewer(home), reviewer(county("500101"))]
    belt = BeltFactory()
    for region in (home, other):
        BeltMembershipFactory(belt=belt, region=region)

    assert me.post(page("my_move"), {"to": other.pk}).status_code == 302

    assert reload(mine)[0].home == other
    move = HomeMove.objects.get()
    assert (move.from_region, move.to_region) == (home, other)
    assert set(Notice.objects.values_list("user", "kind")) == {(person.pk, "volunteer_moved") for person in staff}

    again = me.post(page("my_move"), {"to": home.pk})
    assert "Move again tomorrow" in again.content.decode()


def test_the_copy_holds_everything_and_needs_the_whole_document(me, mine):
    GuardianFactory(volunteer=mine)
    consent(mine, "keep")
    refused = me.post(page("my_copy"), {"document": DOCUMENT[:-1] + "9", "format": "json"})
    assert "This is not the document" in refused.content.decode()

    answer = me.post(page("my_copy"), {"document": f" {DOCUMENT.lower()} ", "format": "json"})
    copy = json.loads(answer.content)
    assert copy["person"]["name"] == "样例本人"
    assert copy["person"]["document"] == DOCUMENT
    assert copy["guardian"]["name"] == "样例监护人"
    assert copy["consents"][0]["text"] == "I agree."
    assert answer["Cache-Control"] == "private, no-store"

    readable = me.post(page("my_copy"), {"document": DOCUMENT, "format": "html"})
    assert f"{mine.volunteer_no}.html" in readable["Content-Disposition"]
    assert DOCUMENT in readable.content.decode()


def test_erasing_asks_for_the_number_and_signs_out(me, mine):
    answer = me.post(page("my_erasure"), {"typed_number": "1"})
    assert "This is not the number" in answer.content.decode()

    answer = me.post(page("my_erasure"), {"typed_number": mine.volunteer_no}, follow=True)
    assert "The registration is erased" in answer.content.decode()
    assert reload(mine)[0].state == "erased"
    assert me.get(page()).status_code == 302  # signed out


def test_staff_erase_on_a_written_wish_with_the_number_and_the_reason(client, mine, home):
    client.force_login(reviewer(home))
    address = page("erase", number=mine.volunteer_no)
    assert client.post(address, {"typed_number": mine.volunteer_no}).context["form"].errors
    client.post(address, {"typed_number": mine.volunteer_no, "reason": "11 月 3 日书面申请"})
    assert reload(mine)[0].state == "erased"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(me, mine, django_assert_num_queries, number):
    for _row in range(number):
        PlatformAccountFactory(volunteer=mine)
        DisclosureFactory(volunteer=mine)
    me.get(page())
    with django_assert_num_queries(QUERIES):
        me.get(page())
