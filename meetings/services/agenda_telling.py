"""What became of an item, told to the sides it comes from and to who calls the meetings."""

from django.utils import timezone

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from meetings.powers import conveners_on

LONGEST_QUOTE = 200


def tell_sides(item, kind, reason=""):
    """The staff of every place that the item comes from; for a forwarded one, who forwarded it too."""
    people = _staff(source.region_id for source in item.sources.all())
    if item.forwarded_from_id:
        people += _conveners(item.forwarded_from.meeting.body)
    _tell(people, kind, item, item.get_absolute_url(), reason=_quoted(reason))


def tell_about_forward(item):
    below = item.forwarded_from.meeting.body
    _tell(_conveners(item.meeting.body), "agenda_item_forwarded", item, item.get_absolute_url(), body=str(below))


def tell_about_answer(item, origin):
    """Leads to the item below, where the answer stands beside what was asked."""
    people = _conveners(origin.meeting.body) + _staff(source.region_id for source in origin.sources.all())
    body, answer = str(item.meeting.body), _quoted(item.answer)
    _tell(people, "agenda_item_answered", origin, origin.get_absolute_url(), body=body, answer=answer, of=item)


def _tell(people, kind, item, url, of=None, **params):
    """Once for each version of what it is about: an answer that is put right is told anew."""
    about = of or item
    shared = {"title": item.title, "meeting": str(about.meeting)}
    owe_notices(to=people, kind=kind, key=f"item:{item.pk}:{about.pk}:{about.version}", url=url, params=shared | params)


def _staff(codes):
    roles = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    return list(User.objects.holding_today(*roles, regions=set(codes)))


def _conveners(body):
    """Whose turn it is to call a belt's meetings today; for other bodies the provincial offices."""
    if body.belt_id is None:
        return list(User.objects.holding_today(Role.PROVINCIAL_OFFICE))
    return _staff(conveners_on(timezone.localdate(), [body.belt]).values())


def _quoted(text):
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
