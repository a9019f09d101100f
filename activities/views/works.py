from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from activities.filters import WorkFilter
from activities.forms.entities import AuthorForm, VersionForm, WorkForm
from activities.models import Activity, Work, WorkAuthor
from activities.queries.entities import latest
from activities.services import works as services
from activities.views.entities import EntityCreateView, EntityListView, EntityUpdateView, PartView
from core.scoping import ScopedRowsMixin


class WorkListView(EntityListView):
    model = Work
    filterset_class = WorkFilter
    fragment_name = "activities/_work_rows.html"
    order = ("title", "pk")
    title, lead = _("Works"), _("What lectures are given with: scripts, short videos, ideology lessons.")
    create_url, create_label = reverse_lazy("activities:create_work"), _("Add a work")

    def complete(self, rows):
        return super().complete(rows).prefetch_related("authors__home_region")


class WorkDetailView(ScopedRowsMixin, DetailView):
    model = Work
    template_name = "activities/work_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("home_region")

    def get_context_data(self, **kwargs):
        work = self.object
        records = Activity.objects.visible_to(self.request.user).filter(works=work)
        return super().get_context_data(
            may_change=Work.objects.manageable_by(self.request.user).filter(pk=work.pk).exists(),
            authors=work.authors.select_related("home_region"),
            versions=work.versions.select_related("made_by"),
            activities=latest(records),
            **kwargs,
        )


class _WorkForm:
    model = Work
    form_class = WorkForm
    list_url, list_label = reverse_lazy("activities:works"), _("Works")


class WorkCreateView(_WorkForm, EntityCreateView):
    title = _("Add a work")

    def perform(self, data):
        return services.create_work(actor=self.request.user, **data)


class WorkUpdateView(_WorkForm, EntityUpdateView):
    title = _("Change the work")

    def perform(self, data):
        return services.edit_work(actor=self.request.user, work=self.object, **data)


class _WorkPart(_WorkForm, PartView):
    def owners(self):
        return Work.objects.manageable_by(self.request.user)


class AuthorAddView(_WorkPart):
    title, form_class = _("Add an author"), AuthorForm

    def perform(self, data):
        return services.add_author(actor=self.request.user, work=self.owner, **data)


class VersionAddView(_WorkPart):
    title, form_class = _("Add a version"), VersionForm

    def perform(self, data):
        return services.add_version(actor=self.request.user, work=self.owner, **data)


@require_POST
def remove_author(request, pk):
    author = get_object_or_404(WorkAuthor.objects.manageable_by(request.user).select_related("work"), pk=pk)
    services.remove_author(actor=request.user, author=author)
    return redirect(author.work)
