"""What a merge would move, worked out in one place: the preview shows it, and the service does exactly this."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from volunteers.choices import ConsentPurpose, State
from volunteers.models import Consent, Guardian, Identity, PlatformAccount, ServiceArea, Volunteer

LIVE = (State.ACTIVE, State.CLAIMED)
KEEPING = (ConsentPurpose.KEEP, ConsentPurpose.CHILD)


@dataclass(frozen=True)
class Plan:
    """``accounts``, ``areas``, ``consents``, ``aliases``: rows of ``gone`` that go over to ``keep``.

    ``withdrawn``: consents of ``keep`` that end, because the person withdrew that purpose under the other number.
    ``takes_document``: ``keep`` only claimed the document that ``gone`` holds; it is its own from now on.
    """

    keep: Volunteer
    gone: Volunteer
    accounts: list[PlatformAccount]
    areas: list[ServiceArea]
    consents: list[Consent]
    withdrawn: list[Consent]
    aliases: list[Volunteer]
    takes_guardian: bool
    takes_user: bool
    takes_day: bool
    takes_document: bool


def plan_of(keep: Volunteer, gone: Volunteer) -> Plan:
    consents, withdrawn = _consents(keep, gone)
    guardians = set(Guardian.objects.filter(pk__in=[keep.pk, gone.pk]).values_list("pk", flat=True))
    return Plan(
        keep=keep,
        gone=gone,
        accounts=list(PlatformAccount.objects.filter(volunteer=gone).select_related("platform").order_by("pk")),
        areas=_areas(keep, gone),
        consents=consents,
        withdrawn=withdrawn,
        aliases=list(Volunteer.objects.filter(merged_into=gone).order_by("pk")),
        takes_guardian=guardians == {gone.pk},
        takes_user=keep.user_id is None and gone.user_id is not None,
        takes_day=gone.registered_on < keep.registered_on,
        takes_document=keep.state == State.CLAIMED and holds_claimed_document(keep, gone),
    )


def holds_claimed_document(claimed: Volunteer, other: Volunteer) -> bool:
    """Whether ``claimed`` gave a document that stands with ``other``."""
    rows = Identity.objects.filter(pk__in=[claimed.pk, other.pk]).values_list("pk", "document_index", "claimed")
    found = {pk: (bytes(index), is_claim) for pk, index, is_claim in rows}
    if len(found) < 2:
        return False
    (mine, is_claim), (theirs, theirs_is_claim) = found[claimed.pk], found[other.pk]
    return mine == theirs and is_claim and not theirs_is_claim


def elder(first: Any, second: Any) -> Any:
    """Which of two registrations stays unless somebody chooses: a counted one, then the older number."""
    return min((first, second), key=lambda row: (row.state != State.ACTIVE, row.pk))


def _areas(keep: Volunteer, gone: Volunteer) -> list[ServiceArea]:
    """Those in force, or yet to come, in counties where ``keep`` does not serve yet. Past ones stay where they were."""
    today = timezone.localdate()
    areas = ServiceArea.objects.filter(volunteer__in=[keep, gone]).exclude(until__lt=today).select_related("region")
    served = {area.region_id for area in areas if area.volunteer_id == keep.pk}
    return sorted(
        (area for area in areas if area.volunteer_id == gone.pk and area.region_id not in served),
        key=lambda area: area.pk,
    )


def _consents(keep: Volunteer, gone: Volunteer) -> tuple[list[Consent], list[Consent]]:
    """Consents that go over, and those of ``keep`` that end. The narrower wins, purpose by purpose.

    What the person withdrew under either number is not revived by the other, whichever came first: nobody loses the
    effect of a withdrawal by a merge. What was only ever agreed to, under whichever number, stands. To be kept at all
    ends by erasure only, never here.
    """
    moved, ended = [], []
    rows = Consent.objects.filter(volunteer__in=[keep, gone]).select_related("text", "platform").order_by("pk")
    by_side: dict[tuple[str, int], list[Consent]] = {}
    for row in rows:
        by_side.setdefault((row.purpose, row.volunteer_id), []).append(row)
    for purpose in ConsentPurpose.values:
        mine, theirs = by_side.get((purpose, keep.pk), []), by_side.get((purpose, gone.pk), [])
        standing, other = _standing(mine), _standing(theirs)
        if other and not mine:
            moved.append(other)
        elif standing and theirs and not other and purpose not in KEEPING:
            ended.append(standing)
    return moved, ended


def _standing(rows: list[Consent]) -> Consent | None:
    return next((row for row in rows if row.withdrawn_at is None), None)
