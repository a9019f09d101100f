"""What the members say to the minutes as they stand now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from belts.models import Region
from core.workdays import add_working_days
from meetings.models import Countersignature, Minutes
from meetings.queries.bodies import members_of

DAYS_TO_ANSWER = 5  # working days; after them silence can be overruled with a reason


@dataclass(frozen=True)
class Word:
    """A member of that day and what it said to this version, if anything."""

    region: Region
    given: Countersignature | None

    @property
    def signed(self) -> bool:
        return self.given is not None and self.given.verdict == Countersignature.Verdict.SIGNED

    @property
    def objected(self) -> bool:
        return self.given is not None and not self.signed


def words_on(minutes: Minutes) -> list[Word]:
    rows = minutes.countersignatures.filter(version=minutes.version).select_related("region", "signed_by")
    given = {row.region_id: row for row in rows}
    return [Word(region, given.get(region.pk)) for region in signers(minutes)]


def signers(minutes: Minutes) -> list[Region]:
    """The members of the day of the meeting."""
    return members_of(minutes.meeting.body, timezone.localdate(minutes.meeting.starts_at))


def signing_regions(user: Any, minutes: Minutes) -> list[Region]:
    """For which of the members this user has the word: reviewers for their county, a provincial office for its own."""
    reach = user.reach
    if reach.token_is_read_only or not reach.reviewing or minutes.circulated_at is None:
        return []
    return [region for region in signers(minutes) if region.pk in reach.reviewing]


def answer_due(minutes: Minutes) -> dt.date:
    return add_working_days(timezone.localdate(minutes.circulated_at), DAYS_TO_ANSWER)


def in_the_way(words: Iterable[Word]) -> tuple[list[Word], list[Word]]:
    """Those who objected, and those who said nothing yet."""
    words = list(words)
    return [word for word in words if word.objected], [word for word in words if word.given is None]
