"""``updatedAfter``: the lines that are given are those that differ from what stood then, no more and no fewer."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import TallyState
from indicators.queries.columns import Columns
from indicators.queries.counting import answer
from indicators.queries.updates import answer_or_updates, with_updates
from indicators.sdmx import COLUMNS, lines_of
from indicators.services.tallies import fold_deltas
from tests import factories
from tests.indicators.test_exactness import DEEDS, Hands, number
from tests.indicators.test_vintages import said
from tests.indicators.world import ask, corridor, office
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/statistics/"
DAYS = {"first": "2024-01-01", "to": "2026-12-31"}
QUESTIONS = (
    {"measures": "activities,lectures,touring_lectures,teams", "by": "belt,month", **DAYS},
    {"measures": "activities,works,bookings", "by": "county", **DAYS},
    {"measures": "activities", "by": "kind", "first": "2025-02-10", "to": "2025-11-05"},
    {"measures": "activities,venues", **DAYS},
)


@pytest.fixture
def places():
    TallyState.objects.update(began_at=timezone.now() - dt.timedelta(days=1))
    return corridor()


def updates(question, moment):
    return answer_or_updates(replace(question, updated_after=moment))


def different(now, then):
    """The expectation, from two whole answers: rows with another figure, and figures that are others."""
    (rows, total), (old, old_total) = now, then
    nought = dict.fromkeys(total, 0)
    all_codes = {codes: (rows.get(codes, nought), old.get(codes, nought)) for codes in {**rows, **old}}
    changed = {codes: new for codes, (new, before) in all_codes.items() if new != before}
    cells = {(codes, name) for codes, (new, before) in all_codes.items() for name in total if new[name] != before[name]}
    return changed, cells | {(None, name) for name in total if total[name] != old_total[name]}


def told_by_sdmx(made):
    """How many observations, and how many could have been told."""
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in lines_of(made)]
    return len(lines), len({tuple(str(line[name]) for name in COLUMNS[:-2]) for line in lines})


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), number, number), min_size=4, max_size=16))
def test_given_are_the_lines_that_differ(deeds):
    with transaction.atomic():
        TallyState.objects.update(began_at=timezone.now())
        hands = Hands()
        questions = [ask(hands.reviewer, **question) for question in QUESTIONS]
        stood = [(timezone.now(), [said(answer(question)) for question in questions])]
        for deed, one, two in deeds:
            hands.do(deed, one, two)
            stood.append((timezone.now(), [said(answer(question)) for question in questions]))
        for question, now in zip(questions, stood[-1][1], strict=True):
            place = questions.index(question)
            for moment, answers in stood[:-1]:
                check(question, moment, now, answers[place])
            middle = stood[len(stood) // 2]
            check(replace(question, at=middle[0]), stood[0][0], middle[1][place], stood[0][1][place])
        transaction.set_rollback(True)


def check(question, moment, now, then):
    made = updates(question, moment)
    rows, cells = different(now, then)
    assert said(made) == (rows, now[1]), moment
    told = {(row.codes, name) for row in made.rows for name in question.measures} | {
        (None, name) for name in question.measures
    }
    assert told - made.unchanged == cells
    of_rows = [cell for cell in cells if "month" not in question.by or cell[0] is not None]
    assert told_by_sdmx(made) == (len(of_rows), len(of_rows))


def test_what_is_gone_is_given_with_nought(places):
    activity = factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=[places["longchang"]])
    factories.ActivityFactory(verified=True, lead=places["anyue"])
    fold_deltas()
    moment = timezone.now()
    activity.parties.filter(region=places["longchang"]).delete()
    question = ask(office(), measures="activities,lectures", by="county")
    assert said(updates(question, moment))[0] == {("511083",): {"activities": 0, "lectures": 0}}
    fold_deltas()
    assert said(updates(question, moment))[0] == {("511083",): {"activities": 0, "lectures": 0}}
    assert updates(question, timezone.now()).rows == []


def test_a_client_that_chains_its_moments_holds_the_figures(places):
    """What it heard, one update after another, is the whole answer at the end."""
    question = ask(office(), measures="activities,lectures", by="county,month")
    last, held = timezone.now(), {}
    for lead in ("rongchang", "longchang", "rongchang", "anyue"):
        activity = factories.ActivityFactory(verified=True, lead=places[lead])
        moment = timezone.now()
        held |= {row.codes: row.values for row in updates(replace(question, at=moment), last).rows}
        last = moment
    activity.delete()
    held |= {row.codes: row.values for row in updates(question, last).rows}
    assert {codes: values for codes, values in held.items() if any(values.values())} == said(answer(question))[0]


def test_a_system_learns_no_more_than_from_the_two_answers(places):
    """One person more where few are: the figure was hidden and is hidden, so no line says that somebody came."""
    system = factories.person("api_client", places["rongchang"])
    for home, count in (("rongchang", 2), ("longchang", 7), ("anyue", 9)):
        for _number in range(count):
            VolunteerFactory(home=places[home], registered_on=dt.date(2025, 1, 1), identity=False)
    moment = timezone.now()
    VolunteerFactory(home=places["rongchang"], registered_on=dt.date(2025, 1, 1), identity=False)
    question = ask(system, measures="volunteers_new", by="county")
    assert updates(question, moment).rows == []
    VolunteerFactory(home=places["anyue"], registered_on=dt.date(2025, 1, 1), identity=False)
    assert said(updates(question, moment))[0] == {("512021",): {"volunteers_new": 10}}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("updatedAfter=yesterday", "unknown_moment"),
        ("updatedAfter=9999-12-31T23:59Z", "unknown_moment"),
        ("updatedAfter=0001-01-01T00:00%2B14:00", "unknown_moment"),
        ("updatedAfter=2001-01-01T00:00%2B08:00", "vintage_too_early"),
        ("updatedAfter=2101-01-01T00:00%2B08:00", "vintage_too_recent"),
        ("updatedAfter={now}&q=讲座", "vintage_needs_tallies"),
        ("updatedAfter={now}&state=all", "vintage_needs_tallies"),
        ("updatedAfter={now}&by=county&show=share", "updated_after_plain"),
        ("updatedAfter={now}&period=2025&compare=before", "updated_after_plain"),
        ("updatedAfter={now}&at={earlier}", "updated_after_at"),
        ("updatedAfter={now}&updatedAfter={now}", "given_twice"),
    ],
)
def test_what_has_no_answer_is_refused_by_name(client, places, given, code):
    now = timezone.now()
    words = {"now": now.isoformat(), "earlier": (now - dt.timedelta(hours=1)).isoformat()}
    client.force_login(office())
    refused = client.get(
        f"{ADDRESS}?{given.format(**{name: word.replace('+', '%2B') for name, word in words.items()})}"
    )
    error = refused.json()["errors"][0]
    assert (refused.status_code, error["code"], error["field"]) == (400, code, "updatedAfter")


def test_pages_do_not_know_it(client, places):
    client.force_login(office())
    assert "updatedAfter" in client.get("/statistics/?updatedAfter=2025-01-01").content.decode()
    with pytest.raises(ValidationError):
        ask(office(), updatedAfter="2025-01-01")


def test_no_moment_is_the_whole_answer(places):
    question = ask(office(), by="county")
    assert with_updates(question, Columns(), QueryDict("updatedAfter=")) is question


def test_over_rest_until_something_changes(client, places):
    client.force_login(office())
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    query = {"measures": "lectures", "by": "county", "updatedAfter": timezone.now().isoformat()}
    first = client.get(ADDRESS, query)
    assert (first.status_code, first.json()["rows"], first.json()["total"]) == (200, [], {"lectures": 1})
    assert client.get(ADDRESS, query).json()["rows"] == []
    other = client.get(ADDRESS, query | {"updatedAfter": (timezone.now() - dt.timedelta(hours=2)).isoformat()})
    assert len(other.json()["rows"]) == 1, "another moment is another answer, also of those that are kept"
    factories.ActivityFactory(verified=True, lead=places["anyue"])
    changed = client.get(ADDRESS, query)
    assert [row["by"]["county"]["code"] for row in changed.json()["rows"]] == ["512021"]
    assert changed.json()["updated_after"][:16] == timezone.localtime().isoformat()[:16]
    assert client.get(ADDRESS, query, headers={"If-None-Match": changed["ETag"]}).status_code == 304
    fold_deltas()
    assert client.get(ADDRESS, query).json()["rows"] == changed.json()["rows"]


def test_files_and_sdmx_hold_what_changed(client, places):
    client.force_login(office())
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    query = {
        "measures": "activities,teams",
        "by": "county",
        "period": "2025",
        "updatedAfter": timezone.now().isoformat(),
    }
    head = client.get(ADDRESS, query | {"format": "sdmx-csv"})
    assert (head.status_code, len(head.content.decode().splitlines())) == (200, 1)
    factories.ActivityFactory(verified=True, lead=places["anyue"])
    lines = client.get(ADDRESS, query | {"format": "sdmx-csv"}).content.decode().splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["activities", "activities"], "512021 and the total; no teams"
    assert "512021" in lines[1]
    table = b"".join(client.get(ADDRESS, query | {"format": "csv"})).decode()
    assert "512021" in table
    assert "500153" not in table
