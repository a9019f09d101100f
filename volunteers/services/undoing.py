"""Taking a merge back. Only the newest of a person first, within thirty days, while the person still stands."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from volunteers.choices import State
from volunteers.models import (
    Consent,
    Guardian,
    Identity,
    LikelyDuplicate,
    PlatformAccount,
    ServiceArea,
    Volunteer,
    VolunteerMerge,
)
from volunteers.services.families import hold_families
from volunteers.services.merge_notices import tell_of_undoing
from volunteers.services.merging import decide, save_again


@transaction.atomic
def undo_merge(*, actor: Any, merge: VolunteerMerge, reason: str) -> VolunteerMerge:
    """Give both registrations back as they were. What came to the kept one since stays with it; what went over goes
    back as it is now: a consent that was withdrawn since stays withdrawn. Undoing twice changes nothing.

    Codes: ``undo_too_late``, ``undo_later_first``, ``undo_erased``.
    """
    family = hold_families([merge.kept_id, merge.gone_id])
    merge = VolunteerMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    keep, gone = family[merge.kept_id], family[merge.gone_id]
    _check(merge, keep, gone)
    merge.undone_by, merge.undone_at, merge.undo_reason = actor, timezone.now(), reason
    merge.full_clean(exclude=["pair"])
    with because(reason, actor=actor):
        _hand_back(merge, keep, gone)
        _give_back(merge, keep, gone)
    merge.save()
    pair = LikelyDuplicate.objects.select_for_update(of=("self",)).get(pk=merge.pair_id)
    decide(pair, actor, LikelyDuplicate.State.OPEN)
    tell_of_undoing(merge, actor)
    return merge


def _check(merge: VolunteerMerge, keep: Volunteer, gone: Volunteer) -> None:
    if State.ERASED in (keep.state, gone.state):
        raise ValidationError(
            _("The person had the registration erased. There is nothing left to give back."), code="undo_erased"
        )
    if timezone.now() > merge.undo_until:
        raise ValidationError(_("A merge can be undone for 30 days. They are over."), code="undo_too_late")
    later = VolunteerMerge.objects.standing().filter(kept=keep, pk__gt=merge.pk).select_related("gone").first()
    number = keep.volunteer_no if keep.merged_into_id else later.gone.volunteer_no if later else ""
    if number:
        message = _("%(number)s was merged after that. Undo the later merge first.")
        raise ValidationError(message % {"number": number}, code="undo_later_first")


def _hand_back(merge: VolunteerMerge, keep: Volunteer, gone: Volunteer) -> None:
    moved = merge.moved
    PlatformAccount.objects.filter(pk__in=moved["accounts"], volunteer=keep).update(volunteer=gone)
    ServiceArea.objects.filter(pk__in=moved["areas"], volunteer=keep).update(volunteer=gone)
    Consent.objects.filter(pk__in=moved["consents"], volunteer=keep).update(volunteer=gone)
    _give_consents_back(merge, keep)
    aliases = Volunteer.objects.filter(pk__in=moved["aliases"], merged_into=keep)
    aliases.update(merged_into=gone, version=F("version") + 1)
    if moved["guardian"] and not Guardian.objects.filter(pk=gone.pk).exists():
        Guardian.objects.filter(pk=keep.pk).update(volunteer=gone)


def _give_consents_back(merge: VolunteerMerge, keep: Volunteer) -> None:
    """Those that the merge alone ended, where the person did not agree anew since."""
    ended = Consent.objects.filter(pk__in=merge.moved["withdrawn"], volunteer=keep, withdrawn_at=merge.made_at)
    anew = Consent.objects.filter(volunteer=keep, withdrawn_at=None).values("purpose")
    ended.exclude(purpose__in=list(anew.values_list("purpose", flat=True))).update(withdrawn_at=None)


def _give_back(merge: VolunteerMerge, keep: Volunteer, gone: Volunteer) -> None:
    moved = merge.moved
    keep_state, gone_state = moved["states"]
    returns_user = moved["user"] is not None and keep.user_id == moved["user"]
    if returns_user:
        keep.user_id = None
    if moved["day"] and _day(moved["day"][1]) == (keep.registered_on, keep.registered_through_id):
        keep.registered_on, keep.registered_through_id = _day(moved["day"][0])
    if moved["document"] and _return_document(keep, gone):
        keep.state = keep_state
    save_again(keep)
    if returns_user:
        gone.user_id = moved["user"]
    gone.state = State.CLAIMED if Identity.objects.filter(pk=gone.pk, claimed=True).exists() else gone_state
    gone.merged_into = gone.ended_on = None
    save_again(gone)


def _return_document(keep: Volunteer, gone: Volunteer) -> bool:
    """The document goes back to ``gone``. False where ``keep`` got another one since, and so claims nothing."""
    indexes = dict(Identity.objects.filter(pk__in=[keep.pk, gone.pk]).values_list("pk", "document_index"))
    claims = bytes(indexes[keep.pk]) == bytes(indexes[gone.pk])
    if claims:
        Identity.objects.filter(pk=keep.pk).update(claimed=True)
    if not Identity.objects.filter(document_index=indexes[gone.pk], claimed=False).exists():
        Identity.objects.filter(pk=gone.pk).update(claimed=False)
    return claims


def _day(noted: list[Any]) -> tuple[dt.date, int]:
    return dt.date.fromisoformat(noted[0]), noted[1]
