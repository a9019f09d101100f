"""What the list and the page of a volunteer show, and to whom. See docs/who-sees-whom.md."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from belts.models import Region
from volunteers import vault
from volunteers.choices import AgeBand, Dialect, ServiceTime, Skill, State, age_band_of
from volunteers.models import Identity, Platform, PlatformAccount, ServiceArea, Volunteer
from volunteers.models.scope import REGISTERED_ACROSS, is_there, links_across

ORDER = ("-registered_on", "-pk")
# What a list never needs stays in the database.
CIPHERS = tuple(
    f"identity__{name}" for name in ("document", "document_index", "mobile", "mobile_index", "mobile_tail", "name_keys")
)
NOBODY = "—"


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line shows, in a fixed number of queries."""
    rows = rows.select_related("identity", "home__province", "registered_through").defer(*CIPHERS)
    return rows.prefetch_related(_open_accounts())


def complete(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what the page of one volunteer and an API answer show."""
    areas = ServiceArea.objects.on(timezone.localdate()).select_related("region__province").order_by("region")
    rows = rows.select_related("identity", "guardian", "home__province", "registered_through", "merged_into")
    return rows.prefetch_related(_open_accounts(), Prefetch("areas", areas, to_attr="open_areas"))


def _open_accounts() -> Any:
    accounts = PlatformAccount.objects.filter(closed_at=None).select_related("platform").order_by("platform__rank")
    return Prefetch("accounts", accounts, to_attr="open_accounts")


def serving_in(rows: QuerySet[Any], region: Region) -> QuerySet[Any]:
    areas = ServiceArea.objects.on(timezone.localdate())
    return rows.filter(Exists(areas.filter(volunteer=OuterRef("pk"), region=region)))


def with_account_on(rows: QuerySet[Any], platform: Platform) -> QuerySet[Any]:
    accounts = PlatformAccount.objects.filter(platform=platform, closed_at=None)
    return rows.filter(Exists(accounts.filter(volunteer=OuterRef("pk"))))


def reaching_across(rows: QuerySet[Any], wanted: bool) -> QuerySet[Any]:
    """As ``across`` of the query set has it, but asked row by row: a page needs fifty of them, not the set of all."""
    accounts, areas = (links.filter(volunteer=OuterRef("pk")) for links in links_across(timezone.localdate()))
    found = REGISTERED_ACROSS | is_there(accounts) | is_there(areas)
    return rows.filter(found if wanted else ~found)


def identity_of(volunteer: Volunteer) -> Identity | None:
    """None where the person was erased."""
    return getattr(volunteer, "identity", None)


def masked_name(volunteer: Volunteer) -> str:
    """“张*”, as every list and file has it."""
    identity = identity_of(volunteer)
    return vault.mask_name(identity.name) if identity else NOBODY


def age_band(volunteer: Volunteer) -> AgeBand | None:
    return age_band_of(volunteer.birth_year, timezone.localdate().year)


@dataclass(frozen=True)
class Person:
    """Who somebody is, as far as one reader may know: whole names and masked numbers for the staff of their home."""

    name: str
    document_kind: str = ""
    document: str = ""
    mobile: str = ""
    birth_year: int | None = None
    guardian: str = ""


def say_names(rows: list[Any]) -> None:
    """``shown_name`` and ``age_band`` on each row of a list."""
    for row in rows:
        row.shown_name, row.age_band = masked_name(row), age_band(row)


def offer_of(volunteer: Any) -> dict[str, list[str]]:
    """Skills, times and languages in words."""
    named = (("skills", Skill), ("times", ServiceTime), ("dialects", Dialect))
    return {
        name: [str(label) for value, label in choices.choices if value in getattr(volunteer, name)]
        for name, choices in named
    }


def consents_of(volunteer: Any) -> list[Any]:
    return list(volunteer.consents.select_related("text", "platform"))


def moves_of(volunteer: Any) -> list[Any]:
    return list(volunteer.moves.select_related("from_region", "to_region"))


def disclosures_of(volunteer: Any) -> int:
    """How often somebody looked at the document or mobile; who did and why is read by the person and the auditor."""
    return int(volunteer.disclosures.count())


def aliases_of(volunteer: Any) -> list[str]:
    """Numbers of registrations that were merged into this one."""
    return list(volunteer.aliases.order_by("pk").values_list("volunteer_no", flat=True))


def may_change(volunteer: Volunteer, user: Any) -> bool:
    return (
        volunteer.state in (State.ACTIVE, State.CLAIMED)
        and Volunteer.objects.manageable_by(user).filter(pk=volunteer.pk).exists()
    )


def may_confirm(volunteer: Volunteer, user: Any) -> bool:
    """Whether it is a registration to be checked, of those whose document this user may look at."""
    if volunteer.state != State.CLAIMED:
        return False
    return Volunteer.objects.revealable_by(user).manageable_by(user).filter(pk=volunteer.pk).exists()


def is_kept_by(volunteer: Volunteer, user: Any) -> bool:
    """Whether ``user`` reads the volunteer as staff of the home county or its province."""
    return Volunteer.objects.at_home_with(user).filter(pk=volunteer.pk).exists()


def person_of(volunteer: Volunteer, *, kept: bool) -> Person:
    """``kept``: see ``is_kept_by``. Others, across a border too, get the masked name and nothing else."""
    identity = identity_of(volunteer)
    if identity is None or not kept:
        return Person(name=masked_name(volunteer))
    guardian = getattr(volunteer, "guardian", None)
    return Person(
        name=identity.name,
        document_kind=identity.get_document_kind_display(),
        document=vault.masked_document(bytes(identity.document)),
        mobile=vault.masked_mobile(bytes(identity.mobile)) if identity.mobile else "",
        birth_year=volunteer.birth_year,
        guardian=f"{vault.mask_name(guardian.name)} ({guardian.get_relation_display()})" if guardian else "",
    )
