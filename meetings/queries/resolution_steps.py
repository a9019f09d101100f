"""Which steps of a resolution somebody may make now: the page shows these as buttons; the services ask again."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from meetings.models import Resolution, ResolutionParty
from meetings.queries.resolutions import UNFINISHED_STATES


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
    "withdraw-extension": doing,
    "report": doing,
    "evidence": doing,
    "grant-extension": convening,
    "refuse-extension": convening,
    "correct": convening,
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
        "withdraw-extension": does and state == "open" and wish is not None and resolution.wanted_by_id == user.pk,
        "grant-extension": decides,
        "refuse-extension": decides,
        "return": checks,
        "close": checks,
        "reopen": reopens and state == "closed",
        "correct": calls and state in UNFINISHED_STATES,
        "void": calls and state in UNFINISHED_STATES,
    }
    return {name for name, is_open in open_now.items() if is_open}


def say_before(steps: Iterable[Any]) -> None:
    """Give each step ``was``: pairs of a label and the words that stood there before a correction."""
    for step in steps:
        step.was = _words_before(step.before_correction) if step.before_correction else []


def _words_before(before):
    label = Resolution._meta.get_field
    found = []
    if "text" in before:
        found.append((label("text").verbose_name, before["text"]))
    if "due_on" in before:
        found.append((label("due_on").verbose_name, before["due_on"]))
    for party in before.get("parties", ()):
        words = " ".join(filter(None, [party["region_name"], party["unit_name"]]))
        found.append((ResolutionParty.Role(party["role"]).label, words))
    return found


def next_hint(user, resolution, may):
    """What a doer is told where the page shows no button for it: "evidence" or "late", else ""."""
    if "progress" not in may:
        return ""
    if "report" not in may:
        return "evidence"
    return "late" if "ask-extension" not in may and resolution.wanted_due_on is None else ""
