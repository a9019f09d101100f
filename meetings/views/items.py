"""The page of an item, and its editing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from core.views import add_to_form
from meetings.forms.agenda import (
    AnswerForm,
    DeclineForm,
    EditForm,
    MergeForm,
    OntoListForm,
    PaperForm,
    PlaceForm,
    ReasonForm,
)
from meetings.models import AgendaItem, ListEntry, Paper
from meetings.queries.agenda import complete, marks_in, resolutions_for_review
from meetings.queries.agenda_steps import Rights, forwarded_item, mergeable_with, own_items, steps_for
from meetings.views.agenda import parents_for
from meetings.views.tabs import tabs_of

FORMS = {
    "accept": ReasonForm,
    "decline": DeclineForm,
    "withdraw": ReasonForm,
    "shift": ReasonForm,
    "place": PlaceForm,
    "merge": MergeForm,
    "forward": ReasonForm,
    "answer": AnswerForm,
    "list": OntoListForm,
}
GATES = {"place": "shift"}  # steps that are open when another one is


class ItemOf:
    """An item as a person sees it: what it holds, and what that person may do with it."""

    def __init__(self, request, pk):
        rows = complete(AgendaItem.objects.visible_to(request.user)).select_related("meeting__body__above", "parent")
        self.request, self.item = request, get_object_or_404(rows, pk=pk)
        self.meeting = self.item.meeting
        self.rights = Rights(request.user, self.meeting)
        self.may = steps_for(self.rights, self.item, own=self.item.pk in own_items(request.user, self.meeting))

    def form(self, step, data=None):
        """The form of a step; only what is open to this person has one."""
        given = {"rights": self.rights, "item": self.item, "data": data, "auto_id": f"{step}_%s"}
        if step == "merge":
            given["others"] = mergeable_with(self.item)
        if step == "place":
            given["parents"] = parents_for(self.request, self.meeting).exclude(pk=self.item.pk)
        return FORMS[step](**given)

    def forms(self):
        return {step: self.form(step) for step in FORMS if GATES.get(step, step) in self.may}

    def context(self, **refused):
        user, item = self.request.user, self.item
        papers = Paper.objects.visible_to(user).filter(item=item)
        forwarded, answer = forwarded_item(item)
        return {
            "item": item,
            "meeting": self.meeting,
            "tabs": tabs_of(self.meeting, "meetings:agenda"),
            "mark": marks_in([self.meeting.pk]).get(item.pk, ""),
            "sources": item.sources.all(),
            "merged": complete(AgendaItem.objects.visible_to(user).filter(merged_into=item)),
            "forwarded": forwarded,
            "answer": answer,
            "entries": ListEntry.objects.visible_to(user).filter(item=item).select_related("region"),
            "resolutions": resolutions_for_review(self.meeting) if item.is_review else None,
            "papers": papers,
            "has_papers": item.paper_count > 0,
            "removable": set(Paper.objects.manageable_by(user).filter(item=item).values_list("pk", flat=True)),
            "paper_form": PaperForm() if "paper" in self.may else None,
            "may": self.may,
            "rights": self.rights,
            "forms": self.forms() | refused,
        }


class ItemPage(View):
    """A refused step shows the page again with its form (``refused``)."""

    def get(self, request, pk, **refused):
        return render(request, "meetings/item.html", ItemOf(request, pk).context(**refused))


class EditItemPage(View):
    """The words of an item, by the place it comes from until the lock, by who calls the meeting until it is held."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.of = ItemOf(request, pk)
        changeable = AgendaItem.objects.visible_to(request.user).changeable_by(request.user).filter(pk=pk)
        if not changeable.exists():
            raise Http404
        if "edit" not in self.of.may:
            messages.info(request, _("This item cannot be changed any more."))
            return redirect(self.of.item)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(EditForm(rights=self.of.rights, item=self.of.item))

    def post(self, request):
        from meetings.services.agenda import edit_item

        form = EditForm(data=request.POST, rights=self.of.rights, item=self.of.item)
        if form.is_valid():
            try:
                edit_item(actor=request.user, item=self.of.item, **form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Changed."))
                return redirect(self.of.item)
        return self.show(form)

    def show(self, form):
        return render(self.request, "meetings/item_form.html", {"form": form, "item": self.of.item})
