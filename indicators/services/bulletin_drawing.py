"""Bulletins that are owed, and drawing them up: the row is the work, and whoever does it twice does it once."""

import datetime as dt

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.filters import FIRST_YEAR
from core.workdays import calendar
from indicators.bulletins import wording
from indicators.bulletins.drawing import draw
from indicators.bulletins.files import NEWEST
from indicators.models import Bulletin, BulletinState, BulletinStep
from indicators.periods import CALENDAR, period_of, span
from indicators.queries.vintages import is_too_recent
from indicators.services.bulletin_steps import check_state, check_version, clean_reason, lock, move, tell_offices

log = structlog.get_logger(__name__)
REDRAWN_FROM = (BulletinState.DRAFT, BulletinState.EDITED, BulletinState.APPROVED_ONCE, BulletinState.APPROVED)
LAST_PERIODS = ("last_month", "last_quarter", "last_half", "last_year")


def owe_bulletins(today=None):
    """From the first working day after a month, quarter, half-year or year on its bulletin is owed; once each."""
    today, days = today or timezone.localdate(), calendar()
    for word in LAST_PERIODS:
        found = period_of(word, today)
        period = span(found.first, found.last)  # by its own name
        if today >= days.add_working_days(period.last, 1):
            _owe(period)


@transaction.atomic
def owe_bulletin(*, actor, period):
    """The bulletin of a period that is over (``2024``, ``2024-H1``, ``2024-Q3``, ``2024-05``), also the one there is.

    Whoever asks gets the row; it is drawn up within a minute.
    """
    found = _named(period)
    if found.last >= timezone.localdate():
        message = _("The period is not over before %(last)s.") % {"last": found.last}
        raise ValidationError({"period": ValidationError(message, code="period_not_over")})
    return _owe(found, actor)


@transaction.atomic
def redraw_bulletin(*, actor, bulletin, reason, version=None):
    """Take the figures anew, with a reason: texts and approvals go with the old ones."""
    reason = clean_reason(reason)
    row = lock(bulletin)
    check_state(row, *REDRAWN_FROM)
    check_version(row, version)
    row.first_approver = row.second_approver = row.edited_by = row.edited_at = None
    return move(row, to=BulletinState.OWED, actor=actor, reason=reason)


def draw_owed_bulletins():
    """All that are owed, each in a transaction of its own; how many were drawn up here.

    One that cannot be drawn up stays owed, holds up no other, and then fails the task: ExceptionGroup.
    """
    drawn, failed = 0, []
    for row in Bulletin.objects.filter(state=BulletinState.OWED).order_by("last_day", "pk"):
        try:
            drawn += draw_bulletin(row)
        except Exception as error:
            log.exception("bulletin_failed", period=row.period)
            failed.append(error)
    if failed:
        raise ExceptionGroup("bulletins that cannot be drawn up", failed)
    return drawn


def draw_bulletin(bulletin):
    """Figures of one moment, then the row: True when this was the one that drew it.

    Nobody waits for the counting: the row is held for the writing alone, and who comes second finds it drawn. While
    somebody writes for long it stays owed, and is drawn up a minute later.
    """
    try:
        figures = draw(period_of(bulletin.period, timezone.localdate()))
    except ValidationError as refused:
        if not is_too_recent(refused):
            raise
        log.warning("bulletin_waits", period=bulletin.period, reason=" ".join(refused.messages))
        return False
    with transaction.atomic():
        row = lock(bulletin)
        if row.state != BulletinState.OWED or row.version != bulletin.version:
            return False
        _write(row, figures)
        move(row, to=BulletinState.DRAFT, actor=None)
        tell_offices(row, "bulletin_drafted")
    return True


def _write(row, figures):
    row.figures, row.vintage = figures, dt.datetime.fromisoformat(figures["as_of"])
    row.template_version = NEWEST
    row.title = f"{wording.name_of(row.period)}工作情况"
    row.organ = row.organ or wording.ORGANS
    row.headline = wording.headline_of(row.period, row.last_day, figures["figures"])
    sentences = (wording.comparison_of(figures["figures"]), wording.by_belt_of(figures["tables"][0]))
    row.text = "\n".join(filter(None, sentences))


def _owe(period, actor=None):
    kind = _kind_of(period.word)
    values = {"kind": kind, "first_day": period.first, "last_day": period.last}
    with transaction.atomic():
        row, is_new = Bulletin.objects.get_or_create(period=period.word, defaults=values)
        if is_new:
            BulletinStep.objects.create(bulletin=row, from_state="", to_state=BulletinState.OWED, actor=actor)
    return row


def _named(word):
    found = CALENDAR.fullmatch((word or "").strip())
    if not found:
        message = _("A period looks like 2024, 2024-H1, 2024-Q3 or 2024-05.")
        raise ValidationError({"period": ValidationError(message, code="bulletin_period")})
    if int(found[1]) <= FIRST_YEAR:  # it is compared with the year before
        message = _("There are bulletins of %(year)d and later.") % {"year": FIRST_YEAR + 1}
        raise ValidationError({"period": ValidationError(message, code="bulletin_period")})
    return period_of(found[0], timezone.localdate())


def _kind_of(word):
    _year, half, quarter, month = CALENDAR.fullmatch(word).groups()
    kinds = Bulletin.Kind
    return kinds.HALF if half else kinds.QUARTER if quarter else kinds.MONTH if month else kinds.YEAR
