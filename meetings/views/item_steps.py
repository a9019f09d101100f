"""The steps of an item, as buttons and small forms: each starts from the rows that the person may change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.views import add_to_form
from meetings.models import AgendaItem
from meetings.queries.agenda_steps import SHIFTS
from meetings.services import agenda as services
from meetings.services.agenda_forwarding import answer_item, forward_item
from meetings.services.agenda_merging import merge_items
from meetings.services.agenda_placing import place_item, shift_item
from meetings.services.lists import entry_from_item
from meetings.views.items import ItemOf, ItemPage


def led(user):
    return AgendaItem.objects.manageable_by(user)


def own(user):
    return AgendaItem.objects.visible_to(user).own_of(user)


def _shift(step):
    return lambda *, actor, item, version, reason: shift_item(
        actor=actor, item=item, step=step, version=version, reason=reason
    )


def _merge(*, actor, item, items, version, reason):
    return merge_items(actor=actor, into=item, items=items, version=version, reason=reason)


def _onto_list(*, actor, item, kind, party):
    return entry_from_item(actor=actor, item=item, kind=kind, region=party and party[0])


def _forward(*, actor, item, version, reason):
    return forward_item(actor=actor, item=item, version=version)


@dataclass(frozen=True)
class Step:
    """``form``: the name of its form, which several steps may share."""

    rows: Callable[[Any], Any]
    service: Callable[..., Any]
    form: str
    done: Any


STEPS = {
    "accept": Step(led, services.accept_item, "accept", gettext_lazy("On the agenda. Who proposed it is told.")),
    "decline": Step(
        led,
        services.decline_item,
        "decline",
        gettext_lazy("Not on the agenda. Who proposed it is told, with your reason."),
    ),
    "withdraw": Step(own, services.withdraw_item, "withdraw", gettext_lazy("Withdrawn.")),
    "place": Step(led, place_item, "place", gettext_lazy("Moved.")),
    "merge": Step(led, _merge, "merge", gettext_lazy("Merged. Each side's words are kept.")),
    "forward": Step(led, _forward, "forward", gettext_lazy("Forwarded. The answer will stand here, and you are told.")),
    "answer": Step(led, answer_item, "answer", gettext_lazy("Answered. Who asked is told.")),
    "list": Step(led, _onto_list, "list", gettext_lazy("It stands on the list.")),
    **{step: Step(led, _shift(step), "shift", gettext_lazy("Moved.")) for step in SHIFTS},
}


@require_POST
def item_step(request, pk, step):
    entry = STEPS.get(step)
    if entry is None:
        raise Http404
    item = get_object_or_404(entry.rows(request.user).select_related("meeting"), pk=pk)
    form = ItemOf(request, pk).form(entry.form, request.POST)
    if form.is_valid():
        try:
            entry.service(actor=request.user, item=item, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, entry.done)
            return redirect(_back(request, item))
    if entry.form == "shift":  # a button without fields of its own on the page
        for message in (message for problems in form.errors.values() for message in problems):
            messages.error(request, message)
    return ItemPage().get(request, pk, **{entry.form: form})


def _back(request, item):
    """To the agenda at the item's place when the step was made there, else to the item."""
    if request.POST.get("back") == "agenda":
        return f"{reverse('meetings:agenda', args=[item.meeting_id])}#item-{item.pk}"
    return item.get_absolute_url()
