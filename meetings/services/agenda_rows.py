"""What the services of an agenda share: locks, who leads, what may still change, and how an item is kept."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import AgendaItem, AgendaSource, JointMeeting
from meetings.queries.agenda import (
    LOCKED_STATES,
    STATES_OF_CONVENER,
    accepts_proposals,
    children_of,
    review_of,
)
from meetings.queries.bodies import members_of
from meetings.queries.numbering import LARGEST
from meetings.services.steps import clean_text, lock

State = AgendaItem.State
LONGEST_TITLE = AgendaItem._meta.get_field("title").max_length
LONGEST_TEXT = AgendaItem._meta.get_field("text").max_length


def hold(item):
    """The meeting and the item as they are now, in this order; both are held until the transaction ends."""
    meeting = lock(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, meeting=meeting).first()
    if row is None:
        raise ValidationError(_("This item does not exist any more."), code="gone")
    row.meeting = meeting
    return meeting, row


def leads(actor, meeting):
    """Whoever calls the meeting; a command that nobody runs in person does too."""
    return actor is None or JointMeeting.objects.manageable_by(actor).filter(pk=meeting.pk).exists()


def check_changeable(meeting, actor, reason=""):
    """Who calls the meeting changes its agenda until it is held; members until the lock. Gives the reason, cleaned."""
    if leads(actor, meeting):
        return check_convener(meeting, reason)
    check_open_to_members(meeting)
    return clean_text(reason, needed=False)


def check_convener(meeting, reason="", *, needed=False):
    """A step of whoever calls the meeting: until it is held, and once the agenda is locked with a reason."""
    if meeting.state not in STATES_OF_CONVENER:
        raise ValidationError(
            _("The meeting is “%(state)s”; its agenda does not change any more."),
            code="agenda_closed",
            params={"state": meeting.get_state_display()},
        )
    return clean_text(reason, needed=needed or meeting.state in LOCKED_STATES)


def check_open_to_members(meeting):
    if accepts_proposals(meeting):
        return
    if meeting.items_until and meeting.items_until < timezone.now():
        raise ValidationError(
            _("Items were taken until %(until)s. Ask the convener, who can still change the agenda."),
            code="items_closed",
            params={"until": timezone.localtime(meeting.items_until).strftime("%Y-%m-%d %H:%M")},
        )
    raise ValidationError(
        _("The meeting is “%(state)s”; members propose items from its planning until its agenda is locked."),
        code="items_closed",
        params={"state": meeting.get_state_display()},
    )


def check_not_review(item):
    if item.is_review:
        raise ValidationError(
            _("The review of open resolutions always stands first; it is not changed, moved or taken off."),
            code="review_stays",
        )


def check_member(meeting, region):
    if region not in members_of(meeting.body, timezone.localdate()):
        raise ValidationError(
            {
                "region": ValidationError(
                    _("%(region)s has no seat in %(body)s today."),
                    code="not_a_member",
                    params={"region": region, "body": meeting.body},
                )
            }
        )


def check_alone(item):
    """Nothing on the agenda stands under it."""
    if item.children.filter(state=State.ACCEPTED).exists():
        raise ValidationError(
            _("Other items stand under “%(title)s”. Move them elsewhere first."),
            code="has_items_under_it",
            params={"title": item.title},
        )


def last_position(meeting, parent=None):
    """Behind those that stand under ``parent``; refused when they are as many as there are numbers."""
    taken = AgendaItem.objects.on_agenda().filter(meeting=meeting, parent=parent)
    positions = list(taken.values_list("position", flat=True))
    if len(positions) >= LARGEST:
        raise ValidationError(
            _("No more than %(most)d items stand side by side."), code="too_many_items", params={"most": LARGEST}
        )
    return max(positions, default=0) + 1


def words(title, text):
    """Title and text as they are kept."""
    return {
        "title": clean_text(title, field="title", most=LONGEST_TITLE),
        "text": clean_text(text, field="text", needed=False, most=LONGEST_TEXT),
    }


def keep(item, *, actor, reason="", **values):
    """Write what has changed, with one version more; the reason of a new state stays with the item."""
    if "state" in values:
        values["reason"] = reason
    for name, value in values.items():
        setattr(item, name, value)
    item.version += 1
    item.full_clean()
    with because(reason, actor=actor):
        item.save()
    return item


def add_source(item, *, actor, region, unit, title, text):
    """The side that an item comes from, in its own words."""
    if unit is not None and unit.region_id != region.pk:
        message = _("%(unit)s is not of %(region)s.")
        params = {"unit": unit, "region": region}
        raise ValidationError({"unit": ValidationError(message, code="unit_elsewhere", params=params)})
    source = AgendaSource(item=item, region=region, unit=unit, title=title, text=text)
    source.full_clean()
    with because("", actor=actor):
        source.save()
    return source


def make(item, *, actor, reason=""):
    """A new item. The same ``form_key`` again, also at the same moment, gives the first one."""
    item.proposed_by = actor
    item.full_clean(exclude=["form_key"])
    try:
        with transaction.atomic(), because(reason, actor=actor):
            item.save(force_insert=True)
    except IntegrityError as error:
        if known := made_before(actor, item.meeting, item.form_key):
            return known
        raise error
    return item


def made_before(actor, meeting, form_key):
    known = form_key and AgendaItem.objects.filter(form_key=form_key).first()
    if known and (known.proposed_by_id != (actor.pk if actor else None) or known.meeting_id != meeting.pk):
        raise ValidationError(_("This form was sent by somebody else already. Open a new one."), code="form_key_taken")
    return known


@transaction.atomic
def ensure_review(meeting, *, actor=None):
    """The review of open resolutions on the agenda: made once, however often and by however many it is asked for."""
    meeting = lock(meeting)
    known = AgendaItem.objects.filter(meeting=meeting, kind=AgendaItem.Kind.REVIEW).first()
    return known or make(review_of(meeting), actor=actor)


def tree_of(meeting):
    """What stands on the agenda: the rows by key, and the keys under each key."""
    items = list(AgendaItem.objects.on_agenda().filter(meeting=meeting).select_for_update(of=("self",)))
    return {item.pk: item for item in items}, children_of(items)
