"""Handing a year over to the next convener. It never blocks the new term: powers pass by the calendar alone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import cancel_notices, owe_notices
from core.history import because
from meetings.models import ConvenerTerm, Handover
from meetings.queries.handover import ending_terms, sides_of
from meetings.queries.handover_contents import contents_of
from meetings.services.steps import check_version, clean_text
from meetings.services.terms import lock_rotation

State = Handover.State
DAYS_A_REMINDER = 7


def owe_handovers(*, today=None):
    """The handovers of terms that end soon or ended not long ago, led to who acts now. Those that changed."""
    today = today or timezone.localdate()
    terms = list(ending_terms(today))
    sides = sides_of(terms)
    known = {row.term_id: row for row in Handover.objects.filter(term__in=terms)}
    due = [term for term in terms if term.pk in sides and _differs(known.get(term.pk), sides[term.pk], today)]
    return [owe_handover(term=term, today=today) for term in due]


@transaction.atomic
def owe_handover(*, term, today=None):
    """One term's handover as the turns are now: made, led to another county, or taken back. None when none is owed."""
    today = today or timezone.localdate()
    lock_rotation(term.belt)
    term = ConvenerTerm.objects.select_related("belt").get(pk=term.pk)
    sides = sides_of([term]).get(term.pk)
    row = _rows().filter(term=term).first()
    if sides is None or not _differs(row, sides, today):
        return row
    if row and sides.outgoing == sides.incoming:
        return _take_back(row)
    row = row or Handover(term=term, version=0)
    if row.state in (State.OWED, State.LACKING):
        row.outgoing_id = sides.outgoing
    row.incoming_id = sides.incoming
    _withdraw_notice(row)
    if row.state == State.ACCEPTED:  # by the county that was to convene before the turns moved
        row.accepted_by, row.contents = None, {}
        return _move(row, State.HANDED_OVER)
    return _move(row, row.state)


@transaction.atomic
def hand_over(*, actor, handover, contacts, note="", version=None):
    """The outgoing convener hands over, and may put it right until it is accepted. Twice is once."""
    row = _lock(handover)
    contacts = clean_text(contacts, field="contacts", most=_most("contacts"))
    note = clean_text(note, field="note", needed=False, most=_most("note"))
    handed = (row.state, row.handed_over_by_id, row.contacts, row.note)
    if handed == (State.HANDED_OVER, actor.pk, contacts, note):
        return row
    check_version(row, version)
    _check_open(row)
    row.contacts, row.note, row.handed_over_by = contacts, note, actor
    return _move(row, State.HANDED_OVER, actor=actor)


@transaction.atomic
def say_missing(*, actor, handover, missing, version=None):
    """The incoming convener names what is missing: it goes back to the outgoing one. Twice is once."""
    row = _lock(handover)
    missing = clean_text(missing, field="missing", most=_most("missing"))
    if (row.state, row.missing) == (State.LACKING, missing):
        return row
    check_version(row, version)
    _check_handed_over(row)
    row.missing = missing
    return _move(row, State.LACKING, actor=actor, reason=missing)


@transaction.atomic
def accept_handover(*, actor, handover, version=None):
    """The incoming convener accepts: what was handed over is kept as it is now. Twice is once."""
    row = _lock(handover)
    if row.state == State.ACCEPTED and row.accepted_by_id == actor.pk:
        return row
    check_version(row, version)
    _check_handed_over(row)
    if row.handed_over_by_id == actor.pk:
        raise ValidationError(_("Whoever handed over does not accept it too."), code="own_handover")
    row.accepted_by, row.contents = actor, contents_of(row).to_json()
    return _move(row, State.ACCEPTED, actor=actor)


@transaction.atomic
def remind_of_handovers(*, today=None):
    """Once a week until it is accepted, whoever has to act: the incoming convener once it was handed over."""
    today = today or timezone.localdate()
    for row in _rows(skip_locked=True).exclude(state=State.ACCEPTED).order_by("pk"):
        weeks = (today - timezone.localdate(row.state_since)).days // DAYS_A_REMINDER
        if weeks > 0:
            side = row.incoming_id if row.state == State.HANDED_OVER else row.outgoing_id
            _tell(row, "handover_open", _reviewers(side), key=f"handover-{row.pk}-{row.version}-week-{weeks}")


def _differs(row, sides, today):
    """Whether the row is not what the turns ask for. What was accepted stays, once the new term has begun."""
    if sides.outgoing == sides.incoming:
        return row is not None and row.state != State.ACCEPTED
    if row is None:
        return True
    if row.state == State.ACCEPTED and today >= sides.begins:
        return False
    keeps_outgoing = row.state in (State.HANDED_OVER, State.ACCEPTED)  # it has done its part
    return row.incoming_id != sides.incoming or not (keeps_outgoing or row.outgoing_id == sides.outgoing)


def _rows(**locking):
    rows = Handover.objects.select_for_update(of=("self",), **locking)
    return rows.select_related("term__belt", "outgoing", "incoming")


def _lock(handover):
    row = _rows().filter(pk=handover.pk).first()
    if row is None:
        raise ValidationError(_("This handover is not owed any more: one county has both turns."), code="gone")
    return row


def _most(field):
    return Handover._meta.get_field(field).max_length


def _check_open(row):
    if row.state == State.ACCEPTED:
        raise ValidationError(
            _("%(person)s has accepted this handover already."),
            code="handover_is_accepted",
            params={"person": row.accepted_by},
        )


def _check_handed_over(row):
    _check_open(row)
    if row.state == State.OWED:
        raise ValidationError(
            _("%(county)s has not handed over yet."), code="not_handed_over", params={"county": row.outgoing}
        )


def _move(row, state, *, actor=None, reason=""):
    """Write it and tell both sides. The caller holds the lock and has set what goes with the state."""
    if row.pk is None or row.state != state:
        row.state, row.state_since = state, timezone.now()
    row.version += 1
    row.full_clean()
    with because(reason, actor=actor):
        row.save()
    both = User.objects.holding_today(
        Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, regions=[row.outgoing_id, row.incoming_id]
    )
    _tell(row, f"handover_{state}", [person for person in both if person != actor], key=_key(row))
    return row


def _take_back(row):
    """One county has both turns now: there is nobody to hand over to."""
    _withdraw_notice(row)
    with because(_("The same county convenes in both years.")):
        row.delete()


def _withdraw_notice(row):
    if row.pk:
        cancel_notices(kind=f"handover_{row.state}", key=_key(row))


def _key(row):
    return f"handover-{row.pk}-{row.version}"


def _reviewers(code):
    return User.objects.holding_today(Role.COUNTY_REVIEWER, regions=[code])


def _tell(row, kind, people, *, key):
    params = {
        "belt": str(row.term.belt), "year": str(row.term.year), "outgoing": str(row.outgoing),
        "incoming": str(row.incoming), "until": row.term.until.isoformat(), "missing": row.missing,
    }  # fmt: skip
    owe_notices(to=people, kind=kind, key=key, url=row.get_absolute_url(), params=params)
