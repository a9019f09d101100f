"""Two registrations of one person become one. What is moved is noted; ``undoing`` gives back exactly that."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from volunteers.choices import Likeness, State
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
from volunteers.queries.merge_plan import LIVE, Plan, holds_claimed_document, plan_of
from volunteers.services.correcting import close_corrections
from volunteers.services.families import hold_families
from volunteers.services.merge_notices import tell_of_merge


@transaction.atomic
def merge_volunteers(
    *, actor: Any, keep: Volunteer, gone: Volunteer, reason: str, pair: LikelyDuplicate | None = None
) -> VolunteerMerge:
    """Make ``gone`` a part of ``keep``: accounts, counties of service, consents, sign-in and the first day go over.

    Both numbers stand for ``keep`` from now on, and one person is counted. What ``keep`` says of itself (name, home,
    skills) stays. ``pair`` is what led to it; without one, a pair is noted, so that the county can undo. The same merge
    again gives the first one.
    Codes: ``merged_meanwhile``, ``not_mergeable``, ``keep_the_counted_one``, ``claim_of_another``.
    """
    family = hold_families([keep.pk, gone.pk])
    keep, gone = family[keep.pk], family[gone.pk]
    done = VolunteerMerge.objects.standing().filter(kept=keep, gone=gone).first()
    if done:
        return done
    _check(keep, gone)
    plan = plan_of(keep, gone)
    merge = VolunteerMerge(pair=_decided(actor, keep, gone, pair), kept=keep, gone=gone, made_by=actor, reason=reason)
    merge.moved = _noted(plan)
    merge.full_clean(exclude=["pair"])
    with because(reason, actor=actor):
        close_corrections([keep.pk, gone.pk], actor)
        _hand_over(plan, merge)
        _retire(plan)
    merge.save()
    tell_of_merge(merge, actor)
    return merge


def _check(keep: Volunteer, gone: Volunteer) -> None:
    for row in (keep, gone):
        if row.merged_into_id is not None:
            message = _("%(number)s became part of another registration meanwhile. Compare the two again.")
            raise ValidationError(message % {"number": row.volunteer_no}, code="merged_meanwhile")
        if row.state not in LIVE:
            raise ValidationError(
                _("Only registrations that stand can be merged; this one was erased."), code="not_mergeable"
            )
    if keep.pk == gone.pk:
        raise ValidationError(_("These are one registration already."), code="not_mergeable")
    if keep.state == State.CLAIMED and gone.state == State.ACTIVE and not holds_claimed_document(keep, gone):
        raise ValidationError(
            _("%(number)s is not counted yet, because its document stands with somebody else. Keep the other number.")
            % {"number": keep.volunteer_no},
            code="keep_the_counted_one",
        )
    if gone.state == State.CLAIMED and not holds_claimed_document(gone, keep) and _is_claim_of_another(keep, gone):
        raise ValidationError(
            _("The document of %(number)s stands with a third registration. Decide that pair first.")
            % {"number": gone.volunteer_no},
            code="claim_of_another",
        )


def _is_claim_of_another(keep: Volunteer, gone: Volunteer) -> bool:
    """Merging a claim into somebody else than the one who holds the document would make its holder unclear."""
    index = Identity.objects.filter(pk=gone.pk).values("document_index")
    holder = Identity.objects.filter(document_index__in=index, claimed=False).select_related("volunteer").first()
    return holder is not None and keep.pk not in (holder.pk, holder.volunteer.merged_into_id)


def _noted(plan: Plan) -> dict[str, Any]:
    """What ``undoing`` reads. Ids and former values only: it is kept in the history for good."""
    keep, gone = plan.keep, plan.gone
    return {
        "states": [keep.state, gone.state],
        "accounts": [row.pk for row in plan.accounts],
        "areas": [row.pk for row in plan.areas],
        "consents": [row.pk for row in plan.consents],
        "withdrawn": [row.pk for row in plan.withdrawn],
        "aliases": [row.pk for row in plan.aliases],
        "guardian": plan.takes_guardian,
        "user": gone.user_id if plan.takes_user else None,
        "day": [_day_of(keep), _day_of(gone)] if plan.takes_day else None,
        "document": plan.takes_document,
    }


def _day_of(row: Volunteer) -> list[Any]:
    return [row.registered_on.isoformat(), row.registered_through_id]


def _hand_over(plan: Plan, merge: VolunteerMerge) -> None:
    keep, gone = plan.keep, plan.gone
    PlatformAccount.objects.filter(pk__in=merge.moved["accounts"]).update(volunteer=keep)
    ServiceArea.objects.filter(pk__in=merge.moved["areas"]).update(volunteer=keep)
    Consent.objects.filter(pk__in=merge.moved["consents"]).update(volunteer=keep)
    Consent.objects.filter(pk__in=merge.moved["withdrawn"]).update(withdrawn_at=merge.made_at)
    Volunteer.objects.filter(pk__in=merge.moved["aliases"]).update(merged_into=keep, version=F("version") + 1)
    if plan.takes_guardian:
        Guardian.objects.filter(pk=gone.pk).update(volunteer=keep)
    if plan.takes_document:
        Identity.objects.filter(pk=gone.pk).update(claimed=True)
        Identity.objects.filter(pk=keep.pk).update(claimed=False)


def _retire(plan: Plan) -> None:
    keep, gone = plan.keep, plan.gone
    user, gone.user_id = gone.user_id, None if plan.takes_user else gone.user_id
    gone.state, gone.merged_into, gone.ended_on = State.MERGED, keep, timezone.localdate()
    save_again(gone)
    if plan.takes_user:
        keep.user_id = user
    if plan.takes_day:
        keep.registered_on, keep.registered_through_id = gone.registered_on, gone.registered_through_id
    if plan.takes_document:
        keep.state = State.ACTIVE
    save_again(keep)


def save_again(row: Volunteer) -> None:
    """Save a row that is locked, as a new version of it."""
    row.version += 1
    row.full_clean(validate_unique=False, validate_constraints=True)
    row.save()


def _decided(actor: Any, keep: Volunteer, gone: Volunteer, pair: LikelyDuplicate | None) -> LikelyDuplicate:
    if pair is None:
        first, second = sorted((keep.pk, gone.pk))
        reasons = {"reasons": [Likeness.SAME_DOCUMENT]}
        pair, _new = LikelyDuplicate.objects.get_or_create(first_id=first, second_id=second, defaults=reasons)
    pair = LikelyDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    decide(pair, actor, LikelyDuplicate.State.MERGED)
    return pair


def decide(pair: LikelyDuplicate, actor: Any, state: str, note: str | None = None) -> None:
    """Write on a locked pair what was decided. ``note`` None leaves the one that stands there."""
    pair.state, pair.decided_by, pair.decided_at = state, actor, timezone.now()
    pair.note = pair.note if note is None else note
    pair.full_clean(exclude=["first", "second"])
    pair.save()


@transaction.atomic
def keep_apart(*, actor: Any, pair: LikelyDuplicate, note: str) -> LikelyDuplicate:
    """Say that the two are two persons. The pair comes back only when something else makes them alike.

    A registration that claims the other's document stays uncounted until its document is put right.
    Codes: ``pair_merged``.
    """
    pair = LikelyDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if pair.state == LikelyDuplicate.State.MERGED:
        raise ValidationError(_("These were merged. Undo the merge first."), code="pair_merged")
    if pair.state == LikelyDuplicate.State.OPEN:
        decide(pair, actor, LikelyDuplicate.State.DIFFERENT, note)
    return pair
