"""Reading pairs that may be one person. Nobody learns from a pair what they do not keep themselves.

Of a registration of somebody else's county a value is shown only where it is the same as that of the reader's own
registration: then it is known already. Everything else is said to differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from core.work import WorkItem
from volunteers import vault
from volunteers.choices import Likeness
from volunteers.models import Identity, LikelyDuplicate, Volunteer, VolunteerMerge
from volunteers.queries.finding import root_of
from volunteers.queries.merge_plan import LIVE, Plan, elder, plan_of

ORDER = ("found_at", "pk")
MOST_WORK = 20
UNKNOWN = "—"


@dataclass(frozen=True)
class Line:
    """One thing compared; ``""`` where the reader may not know what it is."""

    name: str
    label: str
    first: str
    second: str
    same: bool


@dataclass(frozen=True)
class Comparison:
    """``kept``: numbers of the registrations that the reader's own regions keep."""

    pair: LikelyDuplicate
    first: Volunteer
    second: Volunteer
    kept: frozenset[str]
    lines: list[Line]

    @property
    def sides(self) -> list[Volunteer]:
        return [self.first, self.second]

    @property
    def may_be_merged(self) -> bool:
        return (
            self.pair.state != LikelyDuplicate.State.MERGED
            and self.first != self.second
            and all(side.state in LIVE for side in self.sides)
        )

    def of_number(self, number: str) -> Volunteer | None:
        return next((side for side in self.sides if side.volunteer_no == number), None)

    def other_than(self, side: Volunteer) -> Volunteer:
        return self.second if side == self.first else self.first

    @property
    def suggested(self) -> Volunteer:
        return elder(self.first, self.second)  # type: ignore[no-any-return]


def complete(pairs: Any) -> Any:
    """With what a line of the list shows."""
    sides = [f"{side}__{end}" for side in ("first", "second") for end in ("home", "merged_into__home")]
    return pairs.select_related(*sides, "decided_by")


def comparison_of(pair: LikelyDuplicate, user: Any) -> Comparison:
    """The two registrations that stand for the pair today, whatever they were merged into since.

    While the pair is merged they are the two that were.
    """
    merge = standing_merge(pair)
    sides = [merge.kept, merge.gone] if merge else [root_of(pair.first), root_of(pair.second)]
    first, second = sorted(sides, key=lambda row: row.pk)
    mine = Volunteer.objects.manageable_by(user).filter(pk__in=[first.pk, second.pk])
    kept = frozenset(mine.values_list("volunteer_no", flat=True))
    found = Identity.objects.in_bulk([first.pk, second.pk])
    shown = [side.volunteer_no in kept for side in (first, second)]
    lines = [*_of_identities(found.get(first.pk), found.get(second.pk), shown), *_of_rows(first, second)]
    return Comparison(pair, first, second, kept, lines)


def standing_merge(pair: LikelyDuplicate) -> VolunteerMerge | None:
    rows = VolunteerMerge.objects.standing().filter(pair=pair)
    return rows.select_related("kept__home", "gone__home", "pair", "made_by").first()


def preview_of(comparison: Comparison, keep: Volunteer) -> Plan:
    """What a merge would move if it were made now."""
    return plan_of(keep, comparison.other_than(keep))


def _of_identities(first: Identity | None, second: Identity | None, shown: list[bool]) -> Iterator[Line]:
    """Values as they are compared, and as they are shown: masked, of both sides."""
    facts = [
        ("name", _("Name"), lambda row: row.name, lambda row: vault.mask_name(row.name)),
        ("birth_date", _("Birth date"), lambda row: row.birth_date, _year),
        ("document_kind", _("Kind of document"), lambda row: row.document_kind, _kind),
        ("document", _("Document"), lambda row: bytes(row.document_index), _document),
        ("mobile", _("Mobile"), lambda row: _bytes(row.mobile_index), _mobile),
        ("proven", _("Mobile proven"), lambda row: row.mobile_proven_at is not None, _proven),
    ]
    for name, label, compared, written in facts:
        values = [compared(row) if row else None for row in (first, second)]
        same = values[0] == values[1]
        words = [
            written(row) if row and (own or (same and any(shown))) else ""
            for row, own in zip((first, second), shown, strict=True)
        ]
        yield Line(name, label, words[0], words[1], same)


def _of_rows(first: Volunteer, second: Volunteer) -> Iterator[Line]:
    """What staff of either side may know of any registration."""
    facts = [
        ("home", _("Home county"), lambda row: str(row.home)),
        ("registered_on", _("Registered"), lambda row: formats.date_format(row.registered_on, "DATE_FORMAT")),
        ("state", _("State"), lambda row: str(row.get_state_display())),
    ]
    for name, label, written in facts:
        mine, theirs = written(first), written(second)
        yield Line(name, label, mine, theirs, same=mine == theirs)


def _year(row: Identity) -> str:
    return f"{row.birth_date.year}-**-**" if row.birth_date else UNKNOWN


def _kind(row: Identity) -> str:
    return str(row.get_document_kind_display())


def _document(row: Identity) -> str:
    return vault.masked_document(bytes(row.document))


def _mobile(row: Identity) -> str:
    return vault.masked_mobile(bytes(row.mobile)) if row.mobile else UNKNOWN


def _proven(row: Identity) -> str:
    return _("yes") if row.mobile_proven_at else _("no")


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def work_for(user: Any) -> Iterator[WorkItem]:
    """Pairs that wait for this person's decision."""
    if not user.reach.reviewing:
        return
    waiting = LikelyDuplicate.objects.manageable_by(user).waiting().order_by(*ORDER)
    for pair in complete(waiting)[:MOST_WORK]:
        yield WorkItem(
            title=_("One volunteer or two? %(first)s and %(second)s")
            % {"first": root_of(pair.first).volunteer_no, "second": root_of(pair.second).volunteer_no},
            url=reverse("volunteers:pair", args=[pair.pk]),
            action=_("Compare"),
            detail=reasons_of(pair),
            since=pair.found_at,
        )


def reasons_of(pair: LikelyDuplicate) -> str:
    return "; ".join(str(Likeness(reason).label) for reason in pair.reasons)
