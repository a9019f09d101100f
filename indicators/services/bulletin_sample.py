"""The demo's bulletins: of the years since the plan, issued, and of the last periods, waiting for the offices."""

from django.utils import timezone

from accounts.models import Role, User
from indicators.models import Bulletin, BulletinState
from indicators.services.bulletin_drawing import draw_owed_bulletins, owe_bulletin, owe_bulletins
from indicators.services.bulletins import TEXTS, approve_bulletin, issue_bulletin, save_bulletin

FIRST_YEAR = 2024  # of the joint plan


def load_bulletins() -> int:
    """How many were drawn up. Sample people of both provinces and of the corridor's office take the years through."""
    offices = [_somebody(Role.PROVINCIAL_OFFICE, "510000"), _somebody(Role.PROVINCIAL_OFFICE, "500000")]
    people = [*offices, _somebody(Role.CORRIDOR_OFFICE)]
    years = [str(year) for year in range(FIRST_YEAR, timezone.localdate().year)]
    for year in years:
        owe_bulletin(actor=people[-1], period=year)
    owe_bulletins()
    drawn = draw_owed_bulletins()
    if all(people):
        for row in Bulletin.objects.filter(period__in=years, state=BulletinState.DRAFT).order_by("period"):
            _take_through(row, *people)
    return drawn


def _take_through(row, editor, first, second):
    texts = {name: getattr(row, name) for name in TEXTS}
    save_bulletin(actor=editor, bulletin=row, version=row.version, **texts)
    approve_bulletin(actor=first, bulletin=row)
    approve_bulletin(actor=second, bulletin=row)
    issue_bulletin(actor=editor, bulletin=row)


def _somebody(role, region=None):
    regions = [region] if region else None
    return User.objects.holding_today(role, regions=regions).order_by("pk").first()
