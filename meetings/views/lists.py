"""The lists of problems, needs, resources and projects, and the page of a line."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from core.listing import Listing
from core.views import add_to_form
from meetings.filters.lists import ListEntryFilter
from meetings.forms.lists import CloseEntryForm, EditEntryForm, EntryForm, ProjectForm
from meetings.models import Body, ListEntry
from meetings.queries.list_rights import bodies_for
from meetings.queries.lists import ORDER, complete, projects_of, resources_for
from meetings.services.lists import LIVE_STATES, add_entry, close_entry, edit_entry, make_project


@require_safe
def entry_list(request):
    body, bodies = request.GET.get("body", ""), bodies_for(request.user)
    rows = ListEntry.objects.visible_to(request.user)
    listing = Listing(request, ListEntryFilter, rows, order=ORDER, complete=complete)
    return listing.response(
        whole="meetings/entry_list.html",
        rows="meetings/_entry_rows.html",
        body=Body.objects.visible_to(request.user).filter(pk=body).first(),
        bodies=bodies.filter(pk=body) if body else bodies,
    )


class AddEntryPage(View):
    def dispatch(self, request, *args, code, **kwargs):
        self.body = get_object_or_404(bodies_for(request.user), pk=code)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        first = {"form_key": uuid.uuid4(), "kind": request.GET.get("kind", "")}
        return self.show(EntryForm(user=request.user, body=self.body, initial=first))

    def post(self, request):
        form = EntryForm(request.POST, user=request.user, body=self.body)
        if form.is_valid():
            try:
                entry = add_entry(actor=request.user, body=self.body, **form.content())
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("It stands on the list."))
                return redirect(entry)
        return self.show(form)

    def show(self, form):
        return render(self.request, "meetings/entry_form.html", {"form": form, "body": self.body})


class EntryPage(View):
    """A refused form stands on the page again (``refused``)."""

    def get(self, request, pk, **refused):
        entry = get_object_or_404(complete(ListEntry.objects.visible_to(request.user)), pk=pk)
        live = entry.state in LIVE_STATES
        may = live and ListEntry.objects.manageable_by(request.user).filter(pk=pk).exists()
        suggested = resources_for(entry) if live and entry.kind == ListEntry.Kind.NEED else []
        forms = {"edit": EditEntryForm(user=request.user, entry=entry), "close": close_form(entry)} if may else {}
        forms |= {"project": project_form(request, entry)} if may and entry.kind == ListEntry.Kind.NEED else {}
        context = {
            "entry": entry, "may": may, "forms": forms | refused, "suggested": suggested,
            "projects": projects_of(entry), "usable": usable(request.user, suggested) if may else set(),
        }  # fmt: skip
        return render(request, "meetings/entry.html", context)


def usable(user, resources):
    """Of the suggested resources those that the person may bind in a project."""
    rows = ListEntry.objects.manageable_by(user).filter(pk__in=[row.pk for row in resources])
    return set(rows.values_list("pk", flat=True))


def close_form(entry, data=None):
    return CloseEntryForm(data, initial={"version": entry.version}, auto_id="close_%s")


def project_form(request, need, data=None):
    """With the resources of the body that this person may bind."""
    rows = ListEntry.objects.manageable_by(request.user).open().filter(body=need.body_id, kind="resource")
    return ProjectForm(data, resources=rows, auto_id="project_%s")


def _own(request, pk, **only):
    return get_object_or_404(ListEntry.objects.manageable_by(request.user).filter(**only), pk=pk)


@require_POST
def edit(request, pk):
    entry = _own(request, pk)
    form = EditEntryForm(data=request.POST, user=request.user, entry=entry)
    return _step(request, entry, form, name="edit", service=edit_entry, done=_("Changed."))


@require_POST
def close(request, pk):
    entry = _own(request, pk)
    form, done = close_form(entry, request.POST), _("Closed. It stays readable.")
    return _step(request, entry, form, name="close", service=close_entry, done=done)


@require_POST
def join(request, pk):
    """The need of the page and a resource become a project."""
    need = _own(request, pk, kind=ListEntry.Kind.NEED)

    def service(*, actor, entry, resource, title):
        return make_project(actor=actor, need=entry, resource=resource, title=title)

    form = project_form(request, need, request.POST)
    done = _("A project. Need and resource say so.")
    return _step(request, need, form, name="project", service=service, done=done)


def _step(request, entry, form, *, name, service, done):
    if form.is_valid():
        try:
            row = service(actor=request.user, entry=entry, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, done)
            return redirect(row)
    return EntryPage().get(request, entry.pk, **{name: form})
