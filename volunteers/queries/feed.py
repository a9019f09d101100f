"""The change feed of a platform: which rows, in which order, up to where. Why so: docs/adr/0010."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from core.snapshots import ENDED_BELOW
from volunteers.choices import ConsentPurpose, FeedScope, State
from volunteers.models import Consent, FeedEpoch, FeedTrace, PlatformAccount, Volunteer
from volunteers.models.scope import agreed_to, within

ORDER = ("changed_in", "pk")
# A timeline is one line of a server's life: falling over to a copy begins another.
HORIZON = f"""
SELECT {ENDED_BELOW},
       (SELECT system_identifier FROM pg_control_system()) || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
"""  # noqa: S608 our own words


@dataclass(frozen=True)
class Horizon:
    """Below ``place`` no transaction runs any more; ``cluster`` is where transactions are numbered."""

    place: int
    cluster: str


@dataclass(frozen=True)
class Place:
    """After this row of the order."""

    changed_in: int = 0
    pk: int = 0


def horizon() -> Horizon:
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return Horizon(*cursor.fetchone())


def current_epoch(cluster: str) -> FeedEpoch | None:
    """The epoch that holds; None where the numbers of transactions come from another server than its own."""
    epoch = FeedEpoch.objects.first()
    return epoch if epoch and epoch.cluster == cluster else None


def feed_mark(platform: Any, epoch: FeedEpoch) -> str:
    """What a cursor belongs to: with another scope, other rows would have gone before it."""
    words = f"{epoch.mark}:{platform.pk}:{platform.feed_scope}:{platform.province_id}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def write_cursor(mark: str, place: Place) -> str:
    text = json.dumps([mark, place.changed_in, place.pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, Place]:
    """(mark, place) of what ``write_cursor`` made; ValidationError (``bad_cursor``) for anything else."""
    try:
        mark, changed_in, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        whole = type(changed_in) is int and type(pk) is int
    except (ValueError, TypeError, RecursionError) as error:
        raise _not_ours() from error
    if not isinstance(mark, str) or not whole or not 0 <= changed_in < 2**63 or not 0 <= pk < 2**63:
        raise _not_ours()
    return mark, Place(changed_in, pk)


def _not_ours() -> ValidationError:
    return ValidationError(_("This is no cursor of the change feed. Start again without one."), code="bad_cursor")


def changes(platform: Any, *, after: Place, below: int) -> QuerySet[Any]:
    """Rows of the feed after a place and below a horizon, in order; ``shown`` tells rows from tombstones."""
    beyond = Q(changed_in=after.changed_in, pk__gt=after.pk) | Q(changed_in__gt=after.changed_in)
    is_shown = Q(state=State.ACTIVE) & _allowed(platform)
    rows = Volunteer.objects.annotate(
        shown=Case(When(is_shown, then=Value(True)), default=Value(False), output_field=BooleanField())
    )
    # The first condition alone lets the index find the place.
    rows = rows.filter(changed_in__gte=after.changed_in, changed_in__lt=below).filter(beyond)
    return rows.filter(_concerned(platform)).order_by(*ORDER)


def complete(rows: QuerySet[Any], platform: Any) -> QuerySet[Any]:
    """With what the feed tells of a person: ``own_accounts`` of this platform alone, ``standing`` consents."""
    own = PlatformAccount.objects.filter(platform=platform, closed_at=None).order_by("external_id")
    standing = Consent.objects.filter(withdrawn_at=None).order_by("purpose")
    return rows.select_related("home", "identity", "merged_into").prefetch_related(
        Prefetch("accounts", own, to_attr="own_accounts"), Prefetch("consents", standing, to_attr="standing")
    )


def _allowed(platform: Any) -> Q:
    """Whom the platform may know today, of those who are active."""
    if platform.feed_scope == FeedScope.OWN:
        accounts = PlatformAccount.objects.filter(volunteer=OuterRef("pk"), platform=platform, closed_at=None)
        return Q(Exists(accounts))
    if platform.feed_scope == FeedScope.PROVINCE:
        return within("home", [platform.province_id]) | Q(agreed_to(ConsentPurpose.SHARE))
    return Q(pk__in=[])


def _concerned(platform: Any) -> Q:
    """Whom the platform may know, or could have known: an account of theirs, or what it was once allowed."""
    mark = f"account:{platform.pk}"
    if platform.feed_scope != FeedScope.PROVINCE:
        # From the accounts and not from everybody: a small platform's first pull walks over nobody else.
        holders = PlatformAccount.objects.filter(platform=platform).values("volunteer_id")
        return Q(pk__in=holders.union(FeedTrace.objects.filter(mark=mark).values("volunteer_id")))
    accounts = PlatformAccount.objects.filter(volunteer=OuterRef("pk"), platform=platform)
    asked = Consent.objects.filter(volunteer=OuterRef("pk"), purpose=ConsentPurpose.SHARE)
    was_active = Q(state=State.ACTIVE) | Q(_trace(mark__startswith="home:"))
    shared = was_active & (Q(Exists(asked)) | Q(_trace(mark="share")))
    at_home_once = Q(_trace(mark=f"home:{platform.province_id}"))
    return Q(shown=True) | shared | at_home_once | Q(Exists(accounts)) | Q(_trace(mark=mark))


def _trace(**lookup: str) -> Exists:
    return Exists(FeedTrace.objects.filter(volunteer=OuterRef("pk"), **lookup))
