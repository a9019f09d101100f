import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from activities.models import Activity, Task
from activities.services.life import (
    delete_draft,
    reopen_activity,
    return_activity,
    submit_activity,
    verify_activities,
    verify_activity,
)
from tests import factories

pytestmark = pytest.mark.django_db

State = Activity.State


@pytest.fixture
def county():
    return factories.CountyFactory()


@pytest.fixture
def draft(county):
    return factories.ActivityFactory(lead=county, created_by=factories.logger(county))


@pytest.fixture
def submitted(draft):
    return submit_activity(actor=draft.created_by, activity=draft)


@pytest.fixture
def verified(county, submitted):
    return verify_activity(actor=factories.reviewer(county), activity=submitted)


def test_the_whole_life_with_its_steps(county, draft):
    reviewer = factories.reviewer(county)

    activity = submit_activity(actor=draft.created_by, activity=draft)
    activity = return_activity(actor=reviewer, activity=activity, reason="人数缺来源")
    activity = submit_activity(actor=draft.created_by, activity=activity)
    activity = verify_activity(actor=reviewer, activity=activity)
    assert (activity.verified_by, activity.version) == (reviewer, 5)
    activity = reopen_activity(actor=reviewer, activity=activity, reason="地点写错")

    assert (activity.state, activity.verified_by, activity.verified_at) == (State.REOPENED, None, None)
    assert list(activity.steps.values_list("to_state", "reason")) == [
        ("submitted", ""),
        ("returned", "人数缺来源"),
        ("submitted", ""),
        ("verified", ""),
        ("reopened", "地点写错"),
    ]


def test_the_reason_stands_in_the_history(county, submitted):
    return_activity(actor=factories.reviewer(county), activity=submitted, reason="人数缺来源")

    event = submitted.events.order_by("pgh_id").last()
    assert (event.state, event.pgh_context["reason"]) == ("returned", "人数缺来源")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"task": ""}, "task", "task_missing"),
        ({"place": ""}, "place", "place_missing"),
        ({"starts_on": dt.date(2099, 1, 1), "ends_on": dt.date(2099, 1, 1)}, "starts_on", "not_yet_begun"),
    ],
)
def test_an_incomplete_draft_is_not_submitted(draft, changes, field, code):
    Activity.objects.filter(pk=draft.pk).update(**changes)

    with pytest.raises(ValidationError) as refused:
        submit_activity(actor=draft.created_by, activity=draft)

    assert [error.code for error in refused.value.error_dict[field]] == [code]
    assert Activity.objects.get().state == State.DRAFT


def test_a_draft_without_a_lead_is_not_submitted(draft):
    draft.parties.all().delete()

    with pytest.raises(ValidationError) as refused:
        submit_activity(actor=draft.created_by, activity=draft)

    assert refused.value.error_dict["lead"][0].code == "lead_missing"


def test_the_region_of_the_place_is_place_enough_and_an_import_needs_no_task(draft, county):
    Activity.objects.filter(pk=draft.pk).update(place="", place_region=county, task="", origin="import")

    assert submit_activity(actor=draft.created_by, activity=draft).state == State.SUBMITTED


def test_todays_activity_is_submitted_today(draft):
    today = timezone.localdate()
    Activity.objects.filter(pk=draft.pk).update(starts_on=today, ends_on=today + dt.timedelta(days=3))

    assert submit_activity(actor=draft.created_by, activity=draft).state == State.SUBMITTED


def test_a_region_that_ended_after_the_draft_was_written_is_found_when_submitting(draft, county):
    county.until = draft.starts_on - dt.timedelta(days=1)
    county.save()

    with pytest.raises(ValidationError) as refused:
        submit_activity(actor=draft.created_by, activity=draft)

    assert refused.value.error_dict["lead"][0].code == "region_ended"


@pytest.mark.parametrize("who", ["created_by", "submitted_by"])
@pytest.mark.parametrize("step", [verify_activity, return_activity])
def test_nobody_decides_about_their_own_record(county, submitted, who, step):
    own = factories.reviewer(county)
    setattr(submitted, who, own)
    submitted.save()

    with pytest.raises(ValidationError) as refused:
        step(actor=own, activity=submitted, **({"reason": "x"} if step is return_activity else {}))

    assert refused.value.code == "own_record"
    assert Activity.objects.get().state == State.SUBMITTED


def test_each_step_may_be_repeated(county, draft):
    reviewer = factories.reviewer(county)
    for step, actor, reason in [
        (submit_activity, draft.created_by, {}),
        (return_activity, reviewer, {"reason": "why"}),
        (submit_activity, draft.created_by, {}),
        (verify_activity, reviewer, {}),
        (reopen_activity, reviewer, {"reason": "why"}),
    ]:
        once = step(actor=actor, activity=draft, **reason)
        twice = step(actor=actor, activity=draft, **reason)
        assert (once.state, once.version) == (twice.state, twice.version)
    assert draft.steps.count() == 5


def test_the_second_reviewer_is_told_who_was_faster(county, submitted):
    first, second = factories.reviewer(county, name="先到"), factories.reviewer(county)
    verify_activity(actor=first, activity=submitted)

    for late, reason in ((verify_activity, {}), (return_activity, {"reason": "why"})):
        with pytest.raises(ValidationError) as refused:
            late(actor=second, activity=submitted, **reason)
        assert refused.value.code == "decided_by_another"
        assert "先到" in refused.value.messages[0]


def test_what_changed_since_it_was_read_is_not_verified(county, submitted):
    with pytest.raises(ValidationError) as refused:
        verify_activity(actor=factories.reviewer(county), activity=submitted, version=submitted.version - 1)

    assert refused.value.code == "stale"


@pytest.mark.parametrize("reason", ["", "   ", None, "长" * 501])
def test_returning_and_reopening_need_a_reason(county, submitted, reason):
    with pytest.raises(ValidationError) as refused:
        return_activity(actor=factories.reviewer(county), activity=submitted, reason=reason)

    assert refused.value.error_dict["reason"][0].code == "reason_missing"


def test_only_a_verified_record_is_reopened(county, submitted):
    with pytest.raises(ValidationError) as refused:
        reopen_activity(actor=factories.reviewer(county), activity=submitted, reason="why")

    assert refused.value.code == "not_verified"


def test_a_draft_is_verified_by_nobody(county, draft):
    with pytest.raises(ValidationError) as refused:
        verify_activity(actor=factories.reviewer(county), activity=draft)

    assert refused.value.code == "not_submitted"


def test_a_draft_is_deleted_and_what_was_submitted_stays(draft, submitted):
    with pytest.raises(ValidationError) as refused:
        delete_draft(actor=draft.created_by, activity=submitted)
    assert refused.value.code == "not_a_draft"

    other = factories.ActivityFactory()
    delete_draft(actor=other.created_by, activity=other)
    assert list(Activity.objects.all()) == [submitted]
    with pytest.raises(ValidationError) as refused:
        delete_draft(actor=other.created_by, activity=Activity(pk=other.pk or 0))
    assert refused.value.code == "gone"


def test_many_are_verified_each_for_itself(county, submitted):
    reviewer = factories.reviewer(county)
    own = factories.ActivityFactory(state=State.SUBMITTED, created_by=reviewer, lead=county)
    changed = factories.ActivityFactory(state=State.SUBMITTED, version=3, lead=county)

    outcomes = verify_activities(actor=reviewer, activities=[changed, own, submitted], versions={changed.pk: 2})

    assert [(outcome.activity.pk, outcome.error and outcome.error.code) for outcome in outcomes] == [
        (submitted.pk, None),
        (own.pk, "own_record"),
        (changed.pk, "stale"),
    ]
    assert Activity.objects.filter(state=State.VERIFIED).get() == submitted


def test_an_import_without_a_task_can_get_one_later(draft):
    Activity.objects.filter(pk=draft.pk).update(task="", origin="import")
    submit_activity(actor=draft.created_by, activity=draft)

    assert Activity.objects.get().task not in Task.values


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_the_first_decides(county, submitted):
    reviewers = [factories.reviewer(county), factories.reviewer(county)]
    start, done, refused = threading.Barrier(2), [], []

    def decide(reviewer, step, reason):
        try:
            start.wait()
            done.append(step(actor=reviewer, activity=submitted, **reason).state)
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connection.close()

    plans = [(reviewers[0], verify_activity, {}), (reviewers[1], return_activity, {"reason": "why"})]
    threads = [threading.Thread(target=decide, args=plan) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["decided_by_another"]
    assert done == [Activity.objects.get().state]
    assert submitted.steps.count() == 2
