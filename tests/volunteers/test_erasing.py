import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.history import HistoryEvent
from tests.factories import UserFactory, reviewer
from tests.volunteers.factories import GuardianFactory, PlatformAccountFactory, ServiceAreaFactory, VolunteerFactory
from tests.volunteers.merging_world import at_once, claimed_of, consent, counted, county, pair_of, reload, twins
from volunteers.models import Consent, Guardian, Identity, LikelyDuplicate, Volunteer, VolunteerMerge
from volunteers.services.erasing import erase_volunteer
from volunteers.services.merging import merge_volunteers
from volunteers.services.undoing import undo_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return county()


def erase(row, **given):
    typed = {"typed_number": row.volunteer_no, "reason": "本人申请"} | given
    return erase_volunteer(actor=None, volunteer=row, **typed)


def refused(call, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **given)
    errors = refusal.value.error_dict.values() if hasattr(refusal.value, "error_dict") else [refusal.value.error_list]
    return [error.code for problems in errors for error in problems]


def test_who_they_were_is_gone_and_what_was_counted_stays(home):
    row = VolunteerFactory(home=home, user=UserFactory(name="样例某人"), skills=["law"])
    GuardianFactory(volunteer=row)
    account, area = PlatformAccountFactory(volunteer=row, content=b"x"), ServiceAreaFactory(volunteer=row)
    consent(row, "keep")
    user, day = row.user, row.registered_on

    erase(row)

    row, account, area, user = reload(row, account, area, user)
    assert (row.state, row.ended_on, row.user, row.skills) == ("erased", timezone.localdate(), None, [])
    assert (row.home, row.registered_on, row.birth_year) == (home, day, 1990)
    assert not Identity.objects.exists()
    assert not Guardian.objects.exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert (account.content, account.closed_at is None, area.until) == (None, False, timezone.localdate())
    assert (user.name, user.is_active, user.username) == ("—", False, f"volunteer-erased-{user.pk}")


def test_no_history_holds_what_was_erased(home):
    row = VolunteerFactory(home=home, identity__name="样例罕见名")
    GuardianFactory(volunteer=row, name="样例罕见名")
    erase(row)
    for model in apps.get_models():
        if issubclass(model, HistoryEvent) and model._meta.app_label == "volunteers":
            assert "样例罕见名" not in str(list(model.objects.values())), model


def test_every_number_of_the_person_goes_with_it_and_no_merge_is_undone(home):
    keep, gone = twins(home)
    merge = merge_volunteers(actor=None, keep=keep, gone=gone, reason="同一个人")
    assert refused(erase, gone) == ["merged_meanwhile"]

    erase(keep)

    assert not Identity.objects.exists()
    assert [row.state for row in reload(keep, gone)] == ["erased", "merged"]
    assert refused(undo_merge, actor=None, merge=merge, reason="x") == ["undo_erased"]
    assert not LikelyDuplicate.objects.waiting()


@pytest.mark.parametrize("typed", ["", "123", "100000000006"])
def test_the_number_is_typed_to_confirm(home, typed):
    row = VolunteerFactory(home=home)
    assert refused(erase, row, typed_number=typed) == ["number_does_not_fit"]
    erase(row, typed_number=f" {row.volunteer_no[:6]}-{row.volunteer_no[6:]} ")
    assert erase(row).version == 2  # twice changes nothing


def test_the_document_is_free_for_the_one_who_claimed_it(home):
    holder = VolunteerFactory(home=home)
    claim = claimed_of(holder)
    pair_of(holder, claim)
    erase(holder)
    assert reload(claim)[0].state == "active"
    assert not Identity.objects.get().claimed
    assert not LikelyDuplicate.objects.waiting()


def test_of_two_who_claim_it_none_is_counted_by_itself(home):
    holder = VolunteerFactory(home=home)
    claims = [claimed_of(holder), claimed_of(holder)]
    erase(holder)
    assert [row.state for row in reload(*claims)] == ["claimed", "claimed"]


def test_a_claim_that_is_erased_is_in_no_figure(home):
    claim = claimed_of(VolunteerFactory(home=home))
    erase(claim)
    assert Volunteer.objects.counted_visible_to(reviewer(home)).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_merge_and_an_erasure_at_once_leave_nobody_half(home):
    for _round in range(5):
        keep, gone = twins(home)
        found = at_once(
            lambda: merge_volunteers(actor=None, keep=keep, gone=gone, reason="x"),  # noqa: B023
            lambda: erase(gone),  # noqa: B023
        )
        keep, gone = reload(keep, gone)
        if gone.state == "erased":
            assert found == {"done": 1, "not_mergeable": 1}
            assert not VolunteerMerge.objects.filter(gone=gone).exists()
        else:
            assert found == {"done": 1, "merged_meanwhile": 1}
            assert Identity.objects.filter(pk=gone.pk).exists()
        assert counted() == Volunteer.objects.filter(state="active").count()
