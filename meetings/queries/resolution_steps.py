"""Which steps of a resolution somebody may make now: the page shows these as buttons; the services ask again."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from meetings.models import Resolution


def doing(user):
    return Resolution.objects.visible_to(user).done_by(user)


def convening(user):
    return Resolution.objects.visible_to(user).manageable_by(user)


def confirming(user):
    return Resolution.objects.visible_to(user).confirmable_by(user)


def reopening(user):
    return Resolution.objects.visible_to(user).reopenable_by(user)


# From which rows each step starts, on the pages and in the API alike.
GATES: dict[str, Callable[[Any], Any]] = {
    "progress": doing,
    "ask-extension": doing,
    "report": doing,
    "evidence": doing,
    "grant-extension": convening,
    "refuse-extension": convening,
    "return": confirming,
    "close": confirming,
    "reopen": reopening,
    "void": convening,
}


def steps_for(user, resolution):
    """Names of steps, as in GATES. At most four queries."""
    does, calls, confirms, reopens = (
        rows(user).filter(pk=resolution.pk).exists() for rows in (doing, convening, confirming, reopening)
    )
    state, wish = resolution.state, resolution.wanted_due_on
    decides = calls and state == "open" and wish is not None and resolution.wanted_by_id != user.pk
    checks = confirms and state == "reported" and resolution.reported_by_id != user.pk
    open_now = {
        "progress": does and state == "open",
        "evidence": does and state == "open",
        "report": does and state == "open" and bool(resolution.evidence.all()),
        "ask-extension": does and state == "open" and wish is None and timezone.localdate() < resolution.due_on,
        "grant-extension": decides,
        "refuse-extension": decides,
        "return": checks,
        "close": checks,
        "reopen": reopens and state == "closed",
        "void": calls and state in ("open", "reported"),
    }
    return {name for name, is_open in open_now.items() if is_open}


def next_hint(user, resolution, may):
    """What a doer is told where the page shows no button for it: "evidence" or "late", else ""."""
    if "progress" not in may:
        return ""
    if "report" not in may:
        return "evidence"
    return "late" if "ask-extension" not in may and resolution.wanted_due_on is None else ""
