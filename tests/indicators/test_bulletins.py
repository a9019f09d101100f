"""A bulletin's life: owed, drawn up once, edited, approved by two others, issued with a number, kept as it is."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from belts.models import Region
from core.work import items_for
from indicators.bulletins import files
from indicators.models import Bulletin, BulletinYear
from indicators.queries import vintages
from indicators.services import bulletin_drawing
from indicators.services import bulletins as services
from indicators.services.bulletin_drawing import (
    draw_bulletin,
    draw_owed_bulletins,
    owe_bulletin,
    owe_bulletins,
    redraw_bulletin,
)
from indicators.tasks.bulletins import draw_owed_bulletins as draw_task
from indicators.tasks.bulletins import owe_bulletins as owe_task
from tests import factories
from tests.indicators.bulletin_world import MARCH, bulletin, offices
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db
TEXTS = {"title": "2025年3月工作情况", "organ": "重庆市文明办", "headline": "改过的一段。", "text": ""}


@pytest.fixture
def people():
    return offices()


@pytest.fixture
def drawn(people):
    """March 2025 with one joint lecture, and one of the March before."""
    places = corridor()
    for year in (2024, 2025, 2025):
        factories.ActivityFactory(
            verified=True, lead=places["rongchang"], partners=[places["longchang"]], starts_on=dt.date(year, 3, 9)
        )
    owe_bulletin(actor=people["corridor"], period=MARCH)
    assert draw_owed_bulletins() == 1
    return Bulletin.objects.get()


def code_of(call, *args, **given):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        call(*args, **given)
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


def save(people, row, who="sichuan", **given):
    given = TEXTS | {"version": row.version} | given
    return services.save_bulletin(actor=people[who], bulletin=row, **given)


def approved(people, row):
    row = save(people, row)
    row = services.approve_bulletin(actor=people["chongqing"], bulletin=row, version=row.version)
    return services.approve_bulletin(actor=people["corridor"], bulletin=row, version=row.version)


def test_they_are_owed_from_the_first_working_day_on_and_once():
    owe_bulletins(dt.date(2025, 1, 1))  # a holiday
    assert not Bulletin.objects.exists()
    owe_bulletins(dt.date(2025, 1, 2))
    owe_bulletins(dt.date(2025, 1, 3))
    assert sorted(Bulletin.objects.values_list("kind", "period")) == [
        ("half", "2024-H2"), ("month", "2024-12"), ("quarter", "2024-Q4"), ("year", "2024"),
    ]  # fmt: skip
    assert not Bulletin.objects.exclude(state="owed").exists()


def test_the_tasks_do_it_once_however_often_they_run():
    owe_task()
    owe_task()
    count = Bulletin.objects.count()
    assert count in range(1, 5)
    draw_task()
    before = list(Bulletin.objects.order_by("pk").values("vintage", "version", "state"))
    draw_task()
    assert list(Bulletin.objects.order_by("pk").values("vintage", "version", "state")) == before
    assert {row["state"] for row in before} == {"draft"}


def test_the_draft_holds_every_figure_with_its_question_moment_and_rule(drawn):
    assert drawn.title == "2025年3月工作情况"
    assert "开展宣讲活动2场［4］" in drawn.headline
    assert "宣讲活动增长100%" in drawn.text
    assert drawn.text.endswith("分带看，宣讲活动川南渝西2场。")
    lectures = next(figure for figure in drawn.figures["figures"] if figure["name"] == "lectures")
    assert (lectures["value"], lectures["before"], lectures["phrase"]) == (2, 1, "2场")
    assert lectures["question"].startswith("/api/v1/statistics/?measures=lectures&from=2025-03-01&to=2025-03-31")
    for entry in (*drawn.figures["figures"], *drawn.figures["tables"], *drawn.figures["charts"]):
        assert dt.datetime.fromisoformat(entry["as_of"]) == drawn.vintage
        assert entry["rule"] or entry["name"] == "team_members"
    county = next(table for table in drawn.figures["tables"] if table["by"] == "county")
    assert {row["label"]: row["values"]["lectures"] for row in county["rows"]} == {"荣昌区": 2, "隆昌市": 2}
    assert county["total"]["lectures"] == 2


def test_later_records_change_nothing_of_it(drawn):
    before = files.pdf(drawn)
    factories.ActivityFactory(verified=True, starts_on=dt.date(2025, 3, 20))
    assert files.pdf(Bulletin.objects.get()) == before


def test_its_questions_are_answered_as_it_was_drawn(drawn, client):
    lectures = next(figure for figure in drawn.figures["figures"] if figure["name"] == "lectures")
    county = next(table for table in drawn.figures["tables"] if table["by"] == "county")
    factories.ActivityFactory(verified=True, lead=Region.objects.get(pk="500153"), starts_on=dt.date(2025, 3, 20))
    client.force_login(office())
    assert client.get(lectures["question"]).json()["total"]["lectures"] == lectures["value"] == 2
    rows = client.get(county["question"]).json()["rows"]
    assert {row["by"]["county"]["code"]: row["values"]["lectures"] for row in rows} == {
        row["code"]: row["values"]["lectures"] for row in county["rows"]
    }
    now = re.sub(r"&at=[^&]+", "", lectures["question"])
    assert client.get(now).json()["total"]["lectures"] == 3


def test_while_somebody_writes_for_long_it_stays_owed(people, monkeypatch):
    monkeypatch.setattr(vintages, "PATIENCE", 0)
    monkeypatch.setattr(vintages, "_writing_since", lambda: timezone.now() - dt.timedelta(hours=1))
    owe_bulletin(actor=people["corridor"], period=MARCH)
    assert draw_owed_bulletins() == 0
    assert Bulletin.objects.get().state == "owed"
    monkeypatch.undo()
    assert draw_owed_bulletins() == 1


def test_it_waits_for_whoever_began_to_write_before_its_moment(people, monkeypatch):
    looks = iter([timezone.now() - dt.timedelta(hours=1), None])
    monkeypatch.setattr(vintages, "_writing_since", lambda: next(looks, None))
    monkeypatch.setattr(vintages, "BETWEEN_LOOKS", 0)
    owe_bulletin(actor=people["corridor"], period=MARCH)
    assert draw_owed_bulletins() == 1
    assert next(looks, "no more") == "no more"


def test_any_other_refusal_is_not_waited_for(people, monkeypatch):
    def refuse(_period):
        raise ValidationError({"at": ValidationError("?", code="vintage_too_early")})

    monkeypatch.setattr(bulletin_drawing, "draw", refuse)
    owe_bulletin(actor=people["corridor"], period=MARCH)
    with pytest.raises(ExceptionGroup):
        draw_owed_bulletins()


def test_the_figures_are_taken_anew_with_a_reason(people, drawn):
    drawn = save(people, drawn)
    factories.ActivityFactory(verified=True, starts_on=dt.date(2025, 3, 20))
    assert code_of(redraw_bulletin, actor=people["corridor"], bulletin=drawn, reason=" ") == "bulletin_reason_missing"
    redraw_bulletin(actor=people["corridor"], bulletin=drawn, reason="补登一场", version=drawn.version)
    assert draw_owed_bulletins() == 1
    again = Bulletin.objects.get()
    assert "宣讲活动3场" in again.headline
    assert (again.state, again.edited_by) == ("draft", None)


def test_whoever_began_before_it_was_asked_anew_writes_nothing(people, drawn):
    redraw_bulletin(actor=people["corridor"], bulletin=drawn, reason="补登", version=drawn.version)
    owed = Bulletin.objects.get()
    stale = Bulletin.objects.get()
    stale.version -= 1
    assert draw_bulletin(stale) is False
    assert draw_bulletin(owed) is True
    assert draw_bulletin(owed) is False


def test_one_that_cannot_be_drawn_up_holds_up_no_other(people):
    for first, last, kind, word in (
        ("2000-01-01", "2000-12-31", "year", "2000"),
        ("2025-01-01", "2025-03-31", "quarter", "2025-Q1"),
    ):
        Bulletin.objects.create(period=word, kind=kind, first_day=first, last_day=last)
    with pytest.raises(ExceptionGroup):
        draw_owed_bulletins()
    assert list(Bulletin.objects.order_by("first_day").values_list("state", flat=True)) == ["owed", "draft"]


@pytest.mark.parametrize(
    "word", ["", "2025-13", "2025-Q5", "last_month", "1999", "2000", "2000-H1", "2000-12", "２０２５", "2025-03-01"]
)
def test_only_named_periods_are_drawn_up(people, word):
    assert code_of(owe_bulletin, actor=people["corridor"], period=word) == "bulletin_period"


def test_a_period_that_is_not_over_is_refused(people):
    today = timezone.localdate()
    assert code_of(owe_bulletin, actor=people["corridor"], period=f"{today:%Y-%m}") == "period_not_over"


def test_from_draft_to_archive_two_others_approve(people, drawn):
    drawn = save(people, drawn)
    assert drawn.state == "edited"
    own = {"actor": people["sichuan"], "bulletin": drawn}
    assert code_of(services.approve_bulletin, **own) == "approves_own_text"
    drawn = services.approve_bulletin(actor=people["chongqing"], bulletin=drawn, version=drawn.version)
    again = services.approve_bulletin(actor=people["chongqing"], bulletin=drawn, version=drawn.version - 1)
    assert again.version == drawn.version, "a second click"
    assert code_of(services.approve_bulletin, **own) == "approves_own_text"
    assert code_of(services.issue_bulletin, **own) == "bulletin_step_not_open"
    drawn = services.approve_bulletin(actor=people["corridor"], bulletin=drawn)
    assert drawn.state == "approved"
    assert code_of(save, people, drawn) == "bulletin_step_not_open"
    issued = services.issue_bulletin(actor=people["sichuan"], bulletin=drawn, version=drawn.version)
    assert (issued.state, issued.number, issued.issue_year) == ("issued", 1, timezone.localdate().year)
    assert services.issue_bulletin(actor=people["sichuan"], bulletin=drawn).version == issued.version
    stored = Bulletin.objects.get()
    assert files.digest_of(files.pdf(stored)) == stored.pdf_digest
    assert files.digest_of(files.docx(stored)) == stored.docx_digest
    kept = services.archive_bulletin(actor=people["corridor"], bulletin=stored)
    assert kept.state == "archived"
    assert files.digest_of(files.pdf(kept)) == stored.pdf_digest
    states = [step.to_state for step in kept.steps.all()]
    assert states == ["owed", "draft", "edited", "approved_once", "approved", "issued", "archived"]


def test_a_stale_form_is_refused(people, drawn):
    save(people, drawn)
    assert code_of(save, people, drawn, "chongqing") == "stale"
    assert code_of(save, people, Bulletin.objects.get(), headline=" ") == "bulletin_text_missing"


def test_who_wrote_before_another_does_not_approve_either(people, drawn):
    drawn = save(people, save(people, drawn), "chongqing")
    for who in ("sichuan", "chongqing"):
        assert code_of(services.approve_bulletin, actor=people[who], bulletin=drawn) == "approves_own_text"


def test_returned_with_a_reason_the_approvals_are_gone_and_the_editor_is_told(people, drawn):
    drawn = approved(people, drawn)
    returned = services.return_bulletin(actor=people["second"], bulletin=drawn, reason="与年报不一致")
    assert (returned.state, returned.first_approver, returned.second_approver) == ("draft", None, None)
    notice = Notice.objects.get(kind="bulletin_returned")
    assert (notice.user, notice.params["reason"]) == (people["sichuan"], "与年报不一致")
    assert code_of(services.return_bulletin, actor=people["second"], bulletin=drawn, reason="再") in (
        "bulletin_step_not_open", "stale",
    )  # fmt: skip


def test_each_step_waits_for_whoever_can_make_it(people, drawn):
    def work():
        return {
            name: [item.action for item in items_for(person) if str(drawn) in item.title]
            for name, person in people.items()
        }

    assert set(map(tuple, work().values())) == {("Edit",)}
    row = save(people, drawn)
    assert work() == {"corridor": ["Read"], "chongqing": ["Read"], "sichuan": [], "second": ["Read"]}
    row = services.approve_bulletin(actor=people["chongqing"], bulletin=row)
    assert work() == {"corridor": ["Read"], "chongqing": [], "sichuan": [], "second": ["Read"]}
    told = Notice.objects.filter(kind="bulletin_to_approve", key=f"bulletin-{row.pk}-{row.version}")
    assert set(told.values_list("user", flat=True)) == {people["corridor"].pk, people["second"].pk}
    row = services.approve_bulletin(actor=people["corridor"], bulletin=row)
    assert set(map(tuple, work().values())) == {("Issue the bulletin",)}
    services.issue_bulletin(actor=people["corridor"], bulletin=row)
    assert set(map(tuple, work().values())) == {()}


def test_numbers_run_through_the_year_and_are_never_given_again(people):
    trio = [people[name] for name in ("sichuan", "chongqing", "corridor")]
    numbers = [
        services.issue_bulletin(actor=trio[0], bulletin=bulletin(f"2025-0{month}", "approved", trio)).number
        for month in (1, 2)
    ]
    assert numbers == [1, 2]
    year = timezone.localdate().year
    assert BulletinYear.objects.get(year=year).last_number == 2
    BulletinYear.objects.filter(year=year).update(last_number=9)
    assert services.issue_bulletin(actor=trio[0], bulletin=bulletin("2025-04", "approved", trio)).number == 10


def test_the_database_keeps_what_was_issued(people):
    trio = [people[name] for name in ("sichuan", "chongqing", "corridor")]
    row = bulletin("2025-01", "issued", trio)
    for change in ({"headline": "别的"}, {"number": 200}, {"figures": {}}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Bulletin.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk)._raw_delete("default")
    assert Bulletin.objects.filter(pk=row.pk).update(state="archived", version=9) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"second_approver": "chongqing", "first_approver": "chongqing"},
        {"first_approver": "sichuan"},
        {"second_approver": "sichuan"},
        {"state": "approved", "second_approver": None},
        {"state": "issued"},
        {"number": 5},
        {"vintage": None},
    ],
)
def test_the_database_has_the_last_word(people, change):
    row = bulletin("2025-01", "edited", [people["sichuan"]])
    change = {name: people.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(**change)
