"""The rows of a registration: volunteer, identity, portal account, guardian. In the transaction of who calls."""

from typing import Any

from django.utils import timezone

from core.imports.copying import new_ids
from volunteers import vault
from volunteers.choices import State
from volunteers.models import PORTAL, Guardian, HomeMove, Identity, Platform, PlatformAccount, Volunteer
from volunteers.names import search_keys
from volunteers.numbers import make_number
from volunteers.services.details import GuardianSaid, Person


def new_volunteer(*, person: Person, mobile: Any, state: State, form_key: Any) -> Volunteer:
    """``mobile``: with number, sealed and proven, or None. A claimed one carries the document beside its holder."""
    (key,) = new_ids(Volunteer, 1)
    volunteer = Volunteer(
        pk=key, volunteer_no=make_number(key), state=state, home=person.home, birth_year=person.birth_date.year,
        registered_through=portal(), skills=list(person.skills), times=list(person.times),
        dialects=list(person.dialects), form_key=form_key,
    )  # fmt: skip
    volunteer.full_clean(validate_unique=False, validate_constraints=False)
    volunteer.save(force_insert=True)
    Identity.objects.create(
        volunteer=volunteer, name=person.name, name_keys=search_keys(person.name), birth_date=person.birth_date,
        claimed=state == State.CLAIMED, **sealed_document(person.document), **sealed_mobile(mobile),
        mobile_proven_at=timezone.now() if mobile and mobile.proven else None,
    )  # fmt: skip
    _portal_account(volunteer)
    return volunteer


def speak_again(*, volunteer: Volunteer, person: Person, mobile: Any, take_mobile: bool) -> Volunteer:
    """Somebody who is registered says anew what they say of themselves; the portal is believed before platforms.

    ``take_mobile``: another mobile than before, which they proved before the staff.
    """
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    identity = Identity.objects.select_for_update().get(pk=volunteer.pk)
    identity.name, identity.name_keys = person.name, search_keys(person.name)
    if mobile and mobile.proven:
        identity.mobile_proven_at = timezone.now()
        for field, value in sealed_mobile(mobile).items() if take_mobile else ():
            setattr(identity, field, value)
    identity.updated_at = timezone.now()
    identity.save()
    _move_home(volunteer, person.home)
    volunteer.skills, volunteer.times = list(person.skills), list(person.times)
    volunteer.dialects = list(person.dialects)
    volunteer.version += 1
    volunteer.full_clean(validate_unique=False, validate_constraints=False)
    volunteer.save(update_fields=["home", "stated_home", "skills", "times", "dialects", "version"])
    _portal_account(volunteer)
    return volunteer


def _move_home(volunteer, home):
    """Once a day: a second move on one day is left to the person's own page, which says why."""
    today = timezone.localdate()
    if volunteer.home_id == home.pk or volunteer.moves.filter(moved_on=today).exists():
        return
    HomeMove.objects.create(volunteer=volunteer, from_region_id=volunteer.home_id, to_region=home, moved_on=today)
    volunteer.home, volunteer.stated_home = home, ""


def keep_guardian(*, volunteer: Volunteer, said: GuardianSaid, mobile: Any) -> None:
    """The newest guardian who agreed stands; the history says when there was another."""
    values = {
        "name": said.name, "relation": said.relation, "agreed_at": timezone.now(), "updated_at": timezone.now(),
        **sealed_document(said.document), **sealed_mobile(mobile),
    }  # fmt: skip
    Guardian.objects.update_or_create(volunteer=volunteer, defaults=values)


def sealed_document(document: Any) -> dict[str, Any]:
    return {
        "document_kind": document.kind,
        "document": vault.seal(vault.DOCUMENT, document.number),
        "document_index": vault.blind_index(vault.DOCUMENT, document.number),
    }


def sealed_mobile(mobile: Any) -> dict[str, Any]:
    if mobile is None:
        return {}
    return {
        "mobile": mobile.sealed,
        "mobile_index": vault.blind_index(vault.MOBILE, mobile.number),
        "mobile_tail": vault.tail_index(mobile.number),
    }


def portal() -> Platform:
    return Platform.objects.get(code=PORTAL)


def _portal_account(volunteer):
    PlatformAccount.objects.get_or_create(
        platform=portal(),
        external_id=volunteer.volunteer_no,
        defaults={"volunteer": volunteer, "registered_on": timezone.localdate(), "source_version": 1},
    )
