"""What figures are read from follows from the records, however these are written, folded or not."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from activities.models import Activity, ActivityParty
from indicators.models import Contribution, Delta, PlaceTally, TallyCheck, TallyState
from indicators.queries import counting
from indicators.queries.counting import answer
from indicators.queries.pairs import lectures_between
from indicators.queries.tallied import can_answer
from indicators.queries.tallied.reads import days_of
from indicators.services.tallies import count_anew, fold_deltas, install_triggers, recount_tallies
from indicators.tallies.facts import FACTS
from tests import factories
from tests.indicators.world import ask, corridor, office, waiting

pytestmark = pytest.mark.django_db

MARCH = dt.date(2025, 3, 5)


@pytest.fixture
def places():
    return corridor()


def lecture(lead, *partners, day=MARCH, **values):
    given = {"kind": "lecture", "place_region": None, **values}
    return factories.ActivityFactory(verified=True, lead=lead, partners=partners, starts_on=day, **given)


def figure(user, **given):
    question = ask(user, **given)
    assert can_answer(question)
    return answer(question).total[question.measures[0]]


def test_a_record_is_in_the_figures_at_once_and_folding_changes_nothing(places):
    user = office()
    lecture(places["rongchang"], places["longchang"])
    assert figure(user, measures="lectures", belt="south") == 1
    assert waiting() > 0
    assert fold_deltas() > 0
    assert waiting() == 0
    assert Delta.objects.exists()
    assert fold_deltas() == 0
    assert figure(user, measures="lectures", belt="south") == 1
    assert TallyState.objects.get().folded > 0


@pytest.mark.parametrize(
    "change",
    [
        lambda activity: Activity.objects.filter(pk=activity.pk).update(
            state="reopened", verified_by=None, verified_at=None
        ),
        lambda activity: Activity.objects.filter(pk=activity.pk).delete(),
        lambda activity: Activity.objects.filter(pk=activity.pk).update(kind="sport"),
        lambda activity: activity.parties.filter(role="partner").delete(),
        lambda activity: Activity.objects.filter(pk=activity.pk).update(starts_on=dt.date(2024, 5, 1)),
    ],
)
def test_a_change_by_whatever_way_moves_the_figure(places, change):
    user = office()
    activity = lecture(places["rongchang"], places["anyue"])
    fold_deltas(most=2)
    given = {"measures": "lectures", "belt": "central", "first": "2025-01-01", "to": "2025-12-31"}
    assert figure(user, **given) == 1
    change(activity)
    assert figure(user, **given) == 0
    assert recount_tallies().differences == []


def test_a_change_of_nothing_that_counts_writes_no_delta(places):
    activity = lecture(places["rongchang"])
    before = Delta.objects.count()
    Activity.objects.filter(pk=activity.pk).update(title="另一个名称")
    assert Delta.objects.count() == before


def test_what_is_rolled_back_was_never_counted(places):
    user = office()
    with transaction.atomic():
        lecture(places["rongchang"])
        assert figure(user, measures="activities") == 1
        transaction.set_rollback(True)
    assert figure(user, measures="activities") == 0
    assert not Contribution.objects.exists()


def test_a_seat_that_is_put_right_moves_what_counted_there(places):
    user = office()
    lecture(places["wuhou"])
    fold_deltas()
    assert figure(user, measures="lectures", belt="south") == 0
    seat = factories.BeltMembershipFactory(region=places["wuhou"], belt_id="south", since=dt.date(2025, 3, 5))
    assert figure(user, measures="lectures", belt="south") == 1
    seat.since = dt.date(2025, 3, 6)
    seat.save()
    assert figure(user, measures="lectures", belt="south") == 0
    assert recount_tallies().differences == []


def test_a_home_that_changes_decides_anew_what_was_touring(places):
    user = office()
    team = factories.TeamFactory(home_region=places["rongchang"])
    activity = lecture(places["rongchang"], place_region=places["rongchang"])
    activity.teams.add(team)
    assert figure(user, measures="touring_lectures") == 0
    type(team).objects.filter(pk=team.pk).update(home_region=places["anyue"])
    assert figure(user, measures="touring_lectures") == 1
    assert recount_tallies().differences == []


@pytest.mark.parametrize("first", ["2025-03-01", "2025-03-05", "2025-03-06", "2025-03-20", "2025-02-14", None])
@pytest.mark.parametrize("last", ["2025-03-31", "2025-03-30", "2025-03-05", "2025-03-04", "2025-04-02", None])
def test_any_days_are_asked_alike_of_tallies_and_of_records(places, monkeypatch, first, last):
    if first and last and last < first:
        return
    user = office()
    for day in (MARCH, dt.date(2025, 3, 1), dt.date(2025, 2, 14), dt.date(2025, 4, 2), dt.date(2025, 3, 31)):
        lecture(places["rongchang"], places["longchang"], day=day)
    fold_deltas(most=4)
    given = {name: day for name, day in (("first", first), ("to", last)) if day}
    question = ask(user, measures="lectures,activities", by="county,month", **given)
    assert can_answer(question)
    tallied = answer(question)
    monkeypatch.setattr(counting, "can_answer", lambda _question: False)
    counted = answer(question)
    assert {row.codes: row.values for row in tallied.rows} == {row.codes: row.values for row in counted.rows}
    assert tallied.total == counted.total


def test_a_period_until_today_asks_the_records_of_days_to_come_alone():
    today = timezone.localdate()
    days = days_of(None, today)
    assert [edge for edge in days.edges if edge.first <= today] == []


def test_a_record_without_parties_is_nobodys(places):
    user = office()
    activity = lecture(places["rongchang"])
    activity.parties.all().delete()
    assert figure(user, measures="activities") == 0
    assert recount_tallies().differences == []


def test_parties_and_teams_that_came_before_their_record_are_counted_with_it(places):
    """Keys are checked when the transaction ends, so a load may bring its tables in any order."""
    user = office()
    rongchang, longchang = places["rongchang"], places["longchang"]
    team = factories.TeamFactory(home_region=longchang)
    activity = lecture(rongchang, place_region=rongchang, with_teams=[team])
    with connection.cursor() as cursor:
        names = [field.column for field in Activity._meta.concrete_fields if field.column != "id"]
        columns = ", ".join(f'"{name}"' for name in names)
        for table, others in (("activityparty", "region_id, role"), ("activity_teams", "team_id")):
            cursor.execute(
                f"INSERT INTO activities_{table} (activity_id, {others}) SELECT 900000, {others} "
                f"FROM activities_{table} WHERE activity_id = %s", [activity.pk],
            )  # fmt: skip
        cursor.execute(
            f"INSERT INTO activities_activity (id, {columns}) SELECT 900000, {columns} FROM activities_activity "
            "WHERE id = %s", [activity.pk],
        )  # fmt: skip
    assert figure(user, measures="lectures", belt="south") == 2
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert lectures_between(user, *year) == {(longchang.pk, rongchang.pk): 2}
    assert recount_tallies().differences == []


def test_what_waits_in_holes_is_found_without_reading_all_changes(places):
    """Of a fact with few changes all deltas were read, as long as a hole was watched."""
    lecture(places["rongchang"])
    first = Delta.objects.get(fact="activity").pk
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{field.column}"' for field in Delta._meta.concrete_fields if field.column != "id")
        cursor.execute(
            f"INSERT INTO indicators_delta ({columns}) SELECT {columns} FROM indicators_delta "
            "CROSS JOIN generate_series(1, 5000) WHERE id = %s", [first],
        )  # fmt: skip
        cursor.execute(
            "UPDATE indicators_tallystate SET folded_to = (SELECT max(id) FROM indicators_delta), "
            "holes = int8multirange(int8range(%s, %s))", [first, first + 1],
        )  # fmt: skip
        cursor.execute("ANALYZE indicators_delta")
        seen = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'indicators_delta'"
        cursor.execute(seen)
        before = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM indicators_waiting('team')")
        cursor.execute(seen)
        assert cursor.fetchone() == before
        cursor.execute("SELECT count(*) FROM indicators_waiting('activity')")
        assert cursor.fetchone() == (1,)


def test_what_a_tally_does_not_hold_is_counted_from_the_records(places):
    user = office()
    lecture(places["rongchang"], title="讲座")
    for given in ({"q": "讲座"}, {"with_region": "500153"}, {"state": "all"}):
        question = ask(user, **given)
        assert not can_answer(question)
        assert answer(question).total == {"activities": 1}


def test_the_recount_finds_what_does_not_agree_and_mends_nothing(places):
    lecture(places["rongchang"])
    fold_deltas()
    assert recount_tallies().differences == []
    PlaceTally.objects.filter(level="county", facet="").update(values=[9] * 8)
    check = recount_tallies()
    assert {each["of"] for each in check.differences} == {"activity: contributions and tallies of places"}
    assert PlaceTally.objects.filter(values=[9] * 8).exists()
    with pytest.raises(CommandError, match="differ"):
        call_command("recount")
    assert TallyCheck.objects.count() == 3


def test_the_recount_finds_a_record_that_no_trigger_saw(places):
    activity = lecture(places["rongchang"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE activities_activity SET kind = 'sport' WHERE id = %s", [activity.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    found = {each["of"] for each in recount_tallies().differences}
    assert found == {"activity: records and contributions"}
    count_anew(FACTS["activity"])
    assert recount_tallies().differences == []


def test_triggers_are_installed_once_and_again_where_one_is_gone(places):
    assert install_triggers() == []
    lecture(places["rongchang"])
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON FUNCTION indicators_count_activity IS 'older'")
    assert install_triggers() == ["activity"]
    assert recount_tallies().differences == []


def test_tallies_that_are_split_otherwise_than_before_are_built_anew(places):
    """What an older portal has folded lacks the levels and pairs that came since."""
    for lead, partner in ((places["rongchang"], places["longchang"]), (places["anyue"], places["wuhou"])):
        lecture(lead, partner)
    fold_deltas(most=1)
    install_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_placetally WHERE facet = 'kind|task' OR level = 'share'")
        cursor.execute("DELETE FROM indicators_partysetplace WHERE level = 'share'")
    assert recount_tallies().differences
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE indicators_placetally IS 'another'")
    before = waiting()
    install_triggers()
    assert recount_tallies().differences == []
    assert waiting() == before > 0


def test_a_load_of_many_is_counted_as_one_by_one(places):
    user = office()
    one = lecture(places["rongchang"], places["longchang"])
    copies = [
        Activity(
            title=f"第{number}场", kind="lecture", state="verified", starts_on=MARCH, ends_on=MARCH, created_by=user,
            verified_by=office(), verified_at=timezone.now(),
        )
        for number in range(20)
    ]  # fmt: skip
    made = Activity.objects.bulk_create(copies)
    ActivityParty.objects.bulk_create(
        [
            ActivityParty(activity=each, region=party.region, role=party.role)
            for each in made
            for party in one.parties.all()
        ]
    )
    assert figure(user, measures="lectures", belt="south") == 21
    assert recount_tallies().differences == []


def test_a_fold_that_fails_leaves_all_as_it_was(places, monkeypatch):
    from indicators.services.tallies import folding

    user = office()
    lecture(places["rongchang"])
    before = waiting()
    monkeypatch.setattr(folding, "FOLD", folding.FOLD.replace("RETURNING number", "RETURNING 1 / (number * 0)"))
    with pytest.raises(DatabaseError), transaction.atomic():
        fold_deltas()
    assert waiting() == before
    assert figure(user, measures="lectures") == 1
