"""Who is told what about a resolution, in the transaction of what happened."""

from django.utils import timezone

from accounts.models import Notice
from accounts.services.notices import cancel_notices, owe_notices
from meetings.queries import doers

LONGEST_QUOTE = 60


def tell_made(resolution):
    _tell(resolution, "resolution_made", doers.doing_people(resolution), key="made", due=resolution.due_on)


def tell_extension_asked(resolution, reason, actor):
    people = _others(doers.conveners(resolution.meeting.body), actor)
    _tell(resolution, "extension_asked", people, due=resolution.wanted_due_on, reason=reason)


def tell_extension_withdrawn(resolution):
    """Whoever has seen the request; from the others it is taken back."""
    asked = Notice.objects.filter(kind="extension_asked", key__startswith=f"resolution-{resolution.pk}-")
    latest = asked.order_by("-due_at", "-pk").first()
    if latest is None:
        return
    cancel_notices(kind="extension_asked", key=latest.key)
    seen = [row.user for row in asked.filter(key=latest.key, cancelled_at=None).select_related("user")]
    _tell(resolution, "extension_withdrawn", seen, due=resolution.due_on)


def tell_extension_answered(resolution, *, granted, reason=""):
    kind = "extension_granted" if granted else "extension_refused"
    _tell(resolution, kind, doers.doing_people(resolution), due=resolution.due_on, reason=reason)


def tell_reported(resolution, actor):
    _tell(resolution, "resolution_reported", _others(doers.confirming_people(resolution), actor))


def tell_returned(resolution, reason):
    _tell(resolution, "resolution_returned", doers.doing_people(resolution), reason=reason)


def tell_closed(resolution):
    _tell(resolution, "resolution_closed", doers.doing_people(resolution))


def tell_reopened(resolution, reason):
    people = [*doers.doing_people(resolution), *doers.confirming_people(resolution)]
    _tell(resolution, "resolution_reopened", people, due=resolution.due_on, reason=reason)


def tell_voided(resolution, reason):
    _tell(resolution, "resolution_voided", doers.doing_people(resolution), reason=reason)


def tell_corrected(resolution, reason, actor, *, had):
    """Its doers; those that were and are no more; once it is reported as done, whoever confirms it."""
    doing = doers.doing_people(resolution)
    checking = doers.confirming_people(resolution) if resolution.state == "reported" else []
    people = _others([*doing, *checking], actor)
    _tell(resolution, "resolution_corrected", people, due=resolution.due_on, reason=reason)
    before = doers.staff_of([party for party in had if party.role != "counterpart"])
    released = [person for person in before if person not in doing]
    _tell(resolution, "resolution_released", _others(released, actor), due=resolution.due_on, reason=reason)


def tell_escalated(resolution, level, today):
    """Once a level and due date, also when two workers come at once: the key says which."""
    key = f"{level}-{resolution.due_on}"
    params = {"due": resolution.due_on, "level": level, "days": (today - resolution.due_on).days}
    _tell(resolution, "resolution_escalated", doers.people_of_level(resolution, level), key=key, **params)


def _others(people, actor):
    return [person for person in people if person.pk != actor.pk]


def _tell(resolution, kind, people, *, key=None, due=None, reason="", **params):
    """Without a ``key`` each version of the resolution is told of once."""
    said = {"number": resolution.number, "text": _quoted(resolution.text), "reason": reason} | params
    said["due"] = (due or timezone.localdate(resolution.state_since)).isoformat()
    owe_notices(
        to=people,
        kind=kind,
        key=f"resolution-{resolution.pk}-{key or resolution.version}",
        url=resolution.get_absolute_url(),
        params=said,
    )


def _quoted(text):
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
