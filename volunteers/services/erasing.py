"""Erasing a person (PIPL art. 47): who they were is gone for good, what was counted stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.history import because
from volunteers.choices import State
from volunteers.models import (
    Consent,
    Correction,
    Guardian,
    Identity,
    LikelyDuplicate,
    PlatformAccount,
    ServiceArea,
    SetAside,
    Volunteer,
)
from volunteers.numbers import read_number
from volunteers.services.correcting import close_corrections
from volunteers.services.families import hold_families
from volunteers.services.merging import save_again

GONE_USER = "volunteer-erased-"


@transaction.atomic
def erase_volunteer(*, actor: Any, volunteer: Volunteer, typed_number: str, reason: str) -> Volunteer:
    """Erase the person under all numbers: identity, guardian, skills, sign-in. It cannot be undone.

    County, first day, year of birth and platform stay, so that no figure of the past changes, and so does the id of an
    account on a platform: by it alone a platform that sends the person again is told that they were erased.
    ``typed_number`` is the volunteer number as somebody typed it to confirm. Erasing twice changes nothing.
    Codes: ``number_does_not_fit``, ``merged_meanwhile``.
    """
    family = hold_families([volunteer.pk])
    root = family[volunteer.pk]
    if root.state == State.ERASED:
        return root
    if root.merged_into_id is not None:
        raise ValidationError(
            _("This number became part of %(number)s. Erase that one.")
            % {"number": family[root.merged_into_id].volunteer_no},
            code="merged_meanwhile",
        )
    _check_number(root, typed_number)
    with because(reason, actor=actor):
        close_corrections(list(family), actor)
        _forget(family)
        _end(root)
        for user in _forget_rows(family):
            _empty(user)
        _free_document_of(family)
    return root


def _check_number(volunteer: Volunteer, typed: str) -> None:
    try:
        fits = read_number(typed) == volunteer.volunteer_no
    except ValidationError:
        fits = False
    if not fits:
        raise ValidationError(
            {"typed_number": ValidationError(_("This is not the number. Type it as it stands above."), code=CODE)}
        )


CODE = "number_does_not_fit"


def _forget(family: dict[int, Volunteer]) -> None:
    now, rows = timezone.now(), list(family)
    Consent.objects.filter(volunteer__in=rows, withdrawn_at=None).update(withdrawn_at=now)
    Guardian.objects.filter(pk__in=rows).delete()
    SetAside.objects.filter(account__volunteer__in=rows).delete()
    PlatformAccount.objects.filter(volunteer__in=rows).update(content=None, closed_at=now)
    today = timezone.localdate()
    ServiceArea.objects.filter(volunteer__in=rows, until=None, since__lte=today).update(until=today)
    ServiceArea.objects.filter(volunteer__in=rows, since__gt=today).delete()
    pairs = LikelyDuplicate.objects.filter(first__in=rows) | LikelyDuplicate.objects.filter(second__in=rows)
    pairs.update(alike={}, note="")
    Correction.objects.filter(volunteer__in=rows).update(reason="")


def _end(root: Volunteer) -> None:
    """Numbers that were merged into it stay merged: they were never counted beside it."""
    # Who was only claimed was never counted: ended on the day it began, it is in the figures of no day.
    root.ended_on = timezone.localdate() if root.state == State.ACTIVE else root.registered_on
    root.state = State.ERASED


def _forget_rows(family: dict[int, Volunteer]) -> list[User]:
    """Take what people said of themselves out of their rows; the accounts of their own sign-in."""
    users = []
    for row in family.values():
        if row.user is not None:
            users.append(row.user)
        row.user, row.stated_home = None, ""
        row.skills, row.times, row.dialects = [], [], []
        save_again(row)
    return users


def _empty(user: User) -> None:
    """The account stays as a row that others may point to; it has no name and lets nobody in."""
    user.username, user.name, user.email = f"{GONE_USER}{user.pk}", "—", ""
    user.is_active, user.sign_outs = False, user.sign_outs + 1
    user.set_unusable_password()
    user.save()


def _free_document_of(family: dict[int, Volunteer]) -> None:
    """Whoever claimed the document of the erased holds it now, where it is one registration alone."""
    mine = Identity.objects.filter(pk__in=list(family))
    held = [bytes(index) for index in mine.filter(claimed=False).values_list("document_index", flat=True)]
    mine.delete()
    for index in held:
        settle_claims(index)


def settle_claims(index: bytes) -> None:
    """Count the only registration that claims a document which nobody holds any more. In the caller's transaction."""
    claims = Identity.objects.filter(document_index=index, claimed=True, volunteer__state=State.CLAIMED)
    found = list(claims.values_list("pk", flat=True)[:2])
    if len(found) != 1 or Identity.objects.filter(document_index=index, claimed=False).exists():
        return
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=found[0])
    Identity.objects.filter(pk=row.pk).update(claimed=False)
    row.state = State.ACTIVE
    save_again(row)
