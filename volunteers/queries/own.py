"""What a volunteer reads of themselves: everything that is kept, and who looked at it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.models.post import post_label
from volunteers.choices import ConsentPurpose
from volunteers.models import Consent, ConsentText, Disclosure, PlatformAccount, Volunteer
from volunteers.queries.consents import newest_texts
from volunteers.queries.registry import complete

MOST_SHOWN = 50
KEEPING = (ConsentPurpose.KEEP, ConsentPurpose.CHILD)  # without these nothing is kept
LABEL_PARTS = 2  # of a post: its role and its place
WHAT = {
    "document": gettext_lazy("document"),
    "mobile": gettext_lazy("mobile"),
    "own": gettext_lazy("my numbers, by myself"),
}


@dataclass(frozen=True)
class Choice:
    """One purpose: the text that is asked today, and the consent that stands, or None."""

    purpose: str
    label: str
    text: ConsentText | None
    standing: Consent | None

    @property
    def is_keeping(self) -> bool:
        return self.purpose in KEEPING


def own_registration(user: Any) -> Volunteer | None:
    """With what the page shows. None where this account is nobody's registration."""
    return complete(Volunteer.objects.owned_by(user)).first()  # type: ignore[no-any-return]


def whole_person(volunteer: Volunteer) -> Q:
    """Rows of the volunteer and of every number that was merged into it."""
    return Q(volunteer=volunteer) | Q(volunteer__merged_into=volunteer)


def disclosures_of(volunteer: Volunteer, *, most: int | None = None) -> list[Any]:
    """Who has seen my data, the newest first, under whichever number; ``post`` and ``words`` are for people."""
    rows: list[Any] = list(Disclosure.objects.filter(whole_person(volunteer))[:most])
    for row in rows:
        row.post = post_label(*row.by_post) if len(row.by_post) == LABEL_PARTS else ""
        row.words = str(WHAT.get(row.what, row.what))
    return rows


def accounts_of(volunteer: Volunteer) -> QuerySet[PlatformAccount]:
    return PlatformAccount.objects.filter(volunteer=volunteer).select_related("platform")


def choices_of(volunteer: Volunteer) -> list[Choice]:
    """Each purpose that can be agreed to, in the order of the list of purposes."""
    texts = newest_texts()
    rows = Consent.objects.filter(volunteer=volunteer, withdrawn_at=None).select_related("text", "platform")
    standing = {row.purpose: row for row in rows}
    return [
        Choice(value, str(label), texts.get(value), standing.get(value))
        for value, label in ConsentPurpose.choices
        if value in standing or (value in texts and value != ConsentPurpose.CHILD)
    ]
