"""Swaps and substitutes: asked by a county with a turn, agreed by the other, told to the provincial offices."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from core.history import because
from meetings.models import ConvenerTerm, TurnChange
from meetings.services.terms import generate_terms, lock_rotation

Kind, State = TurnChange.Kind, TurnChange.State


@transaction.atomic
def ask_swap(*, actor, belt, year, other_year, reason):
    """Ask that the conveners of two years of one cycle, both still to come, exchange their turns."""
    lock_rotation(belt)
    term, other = _term_to_come(belt, year), _term_to_come(belt, other_year)
    if term.cycle != other.cycle:
        raise ValidationError(
            _("A swap is between two turns of one cycle; %(year)d and %(other)d are in different ones."),
            code="not_one_cycle",
            params={"year": year, "other": other_year},
        )
    return _ask(actor, term, other.region, kind=Kind.SWAP, reason=reason, other_year=other_year)


@transaction.atomic
def ask_substitute(*, actor, belt, year, region, reason):
    """Ask another county of the belt to serve a year in the name of the one whose turn it is, also in its middle."""
    lock_rotation(belt)
    term = _term(belt, year)
    if term.until < timezone.localdate():
        raise ValidationError(_("The year %(year)d is over."), code="term_is_over", params={"year": year})
    if not region.belt_memberships.on(max(timezone.localdate(), term.since)).filter(belt=belt).exists():
        raise ValidationError(
            _("%(region)s has no seat in this belt."), code="not_in_this_belt", params={"region": region}
        )
    return _ask(actor, term, region, kind=Kind.SUBSTITUTE, reason=reason)


@transaction.atomic
def agree_change(*, actor, change):
    """The county that was asked agrees: the turns change at once. Agreeing twice is agreeing once."""
    lock_rotation(change.belt)
    change = _lock(change)
    if change.state == State.AGREED and change.answered_by_id == actor.pk:
        return change
    _check_open(change)
    if change.asked_by_id == actor.pk:
        raise ValidationError(_("Nobody agrees to what they asked for themselves."), code="own_request")
    _check_still_fits(change)
    _answer(change, State.AGREED, actor)
    if change.kind == Kind.SUBSTITUTE:
        term = _term(change.belt, change.year)
        term.substitute = change.other
        term.full_clean()
        with because(change.reason, actor=actor):
            term.save()
    else:
        with because(change.reason, actor=actor):
            generate_terms(belt=change.belt)
    _tell(change, "turn_changed", _offices(change) + _staff(change.asker_id) + _staff(change.other_id))
    return change


@transaction.atomic
def decline_change(*, actor, change, answer):
    """The county that was asked says no, and why."""
    change = _lock(change)
    if change.state == State.DECLINED and change.answered_by_id == actor.pk:
        return change
    _check_open(change)
    if not answer.strip():
        message = _("Say why.")
        raise ValidationError({"answer": ValidationError(message, code="reason_missing")})
    change = _answer(change, State.DECLINED, actor, answer.strip())
    _tell(change, "turn_change_declined", _staff(change.asker_id))
    return change


@transaction.atomic
def withdraw_change(*, actor, change):
    """The county that asked takes it back, as long as nobody has answered."""
    change = _lock(change)
    if change.state == State.WITHDRAWN:
        return change
    _check_open(change)
    return _answer(change, State.WITHDRAWN, actor)


def _ask(actor, term, other, *, kind, reason, other_year=None):
    change = TurnChange(
        kind=kind, belt=term.belt, cycle=term.cycle, year=term.year, other_year=other_year,
        asker=term.region, other=other, reason=reason.strip(), asked_by=actor,
    )  # fmt: skip
    change.full_clean()
    try:
        with because(change.reason, actor=actor), transaction.atomic():
            change.save()
    except IntegrityError as error:
        message = _("A change of this turn is waiting for an answer already.")
        raise ValidationError(message, code="change_is_open") from error
    _tell(change, "turn_change_asked", _staff(change.other_id))
    return change


def _term(belt, year):
    term = ConvenerTerm.objects.select_related("region", "belt").filter(belt=belt, year=year).first()
    if term is None:
        raise ValidationError(
            _("%(belt)s has no convener for %(year)d yet."), code="no_term", params={"belt": belt, "year": year}
        )
    return term


def _term_to_come(belt, year):
    term = _term(belt, year)
    if term.since <= timezone.localdate():
        raise ValidationError(
            _("The term of %(year)d has begun; only turns to come are swapped."),
            code="term_has_begun",
            params={"year": year},
        )
    return term


def _check_still_fits(change):
    """The turns may have moved since it was asked: a county joined, left, or swapped elsewhere."""
    fits = _term(change.belt, change.year).region_id == change.asker_id
    if change.kind == Kind.SWAP:
        fits = fits and _term_to_come(change.belt, change.year) is not None
        fits = fits and _term_to_come(change.belt, change.other_year).region_id == change.other_id
    if not fits:
        raise ValidationError(
            _("The turns have changed since this was asked. Withdraw it and ask again."), code="turns_have_moved"
        )


def _lock(change):
    return TurnChange.objects.select_for_update(of=("self",)).select_related("belt", "asker", "other").get(pk=change.pk)


def _check_open(change):
    if change.state != State.ASKED:
        raise ValidationError(
            _("This was answered already: %(state)s."),
            code="change_is_closed",
            params={"state": change.get_state_display()},
        )


def _answer(change, state, actor, answer=""):
    change.state, change.answered_by, change.answered_at, change.answer = state, actor, timezone.now(), answer
    change.full_clean()
    with because(answer or change.reason, actor=actor):
        change.save()
    return change


def _staff(code):
    return list(User.objects.holding_today(Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, regions=[code]))


def _offices(change):
    provinces = {change.asker.province_code, change.other.province_code}
    return list(User.objects.holding_today(Role.PROVINCIAL_OFFICE, regions=provinces))


def _tell(change, kind, people):
    params = {
        "belt": str(change.belt), "year": str(change.year), "asker": str(change.asker), "other": str(change.other),
        "kind": change.kind, "reason": change.answer or change.reason,
    }  # fmt: skip
    url = reverse("meetings:rotation", args=[change.belt_id])
    owe_notices(to=people, kind=kind, key=f"turn-change-{change.pk}", url=url, params=params)
