"""Offices that write bulletins, and one in each state."""

import datetime as dt

from django.utils import timezone

from accounts.models import Role
from indicators.models import Bulletin, BulletinStep
from tests import factories
from tests.indicators.bulletin_sample import sample

MARCH = "2025-03"


def offices():
    """The corridor's, Chongqing's, Sichuan's, and one more person of Chongqing's."""
    return {
        "corridor": factories.person(Role.CORRIDOR_OFFICE),
        "chongqing": factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()),
        "sichuan": factories.person(Role.PROVINCIAL_OFFICE, factories.sichuan()),
        "second": factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()),
    }


def bulletin(period, state="draft", people=(), **fields):
    """Saved, with the figures of the sample; ``people`` are editor, first and second approver as far as needed."""
    editor, first, second = [*people, None, None, None][:3]
    now = timezone.now()
    values = {
        "period": period, "state": state, "kind": "month", "edited_by": editor, "edited_at": editor and now,
        "first_approver": first, "second_approver": second, "number": None, "issue_year": None, "issued_on": None,
        "vintage": now - dt.timedelta(hours=1),
    }  # fmt: skip
    if state in ("issued", "archived"):
        number = Bulletin.objects.exclude(number=None).count() + 90
        values |= {"number": number, "issue_year": 2025, "issued_on": dt.date(2025, 4, 8)}
    made = sample(**values | fields)
    made.full_clean()
    made.save()
    if editor:
        BulletinStep.objects.create(bulletin=made, from_state="draft", to_state="edited", actor=editor)
    return made
