"""Member libraries: the list, one library, and the forms of those who keep them."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, FormView, ListView, UpdateView

from core.paging import page_of
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin, ServiceFormMixin
from venues.filters.libraries import LibraryFilter, MonthsForm
from venues.forms.libraries import EmptyDayForm, LibraryForm, regions_kept_by
from venues.models import Library, LibraryMovement
from venues.queries.libraries import chain_of, known_members, member_series
from venues.queries.library_figures import figures, readers_of, stays
from venues.queries.library_flows import flows
from venues.queries.library_gaps import days_of, gaps_of
from venues.services.libraries import change_library, create_library
from venues.services.library_days import declare_day

DAYS_SHOWN = 35
PARTNERS_SHOWN = 10


class StaffMixin:
    """Libraries and their figures are for staff: who has no post is told so, and not shown a nought."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.reach.staff:
            raise PermissionDenied(_("Libraries are for those who hold a post."))
        return super().dispatch(request, *args, **kwargs)


class LibraryListView(StaffMixin, FragmentMixin, ScopedRowsMixin, ListView):
    model = Library
    template_name, fragment_name = "venues/library_list.html", "venues/_library_rows.html"

    def get_context_data(self, **kwargs):
        rows = super().get_queryset()
        filtered = LibraryFilter(self.request.GET or None, rows.select_related("region"), request=self.request)
        page = page_of(filtered.qs, order=("region_id", "name", "pk"), cursor=self.request.GET.get("cursor", ""))
        gaps = gaps_of([library.pk for library in page])
        month = timezone.localdate().replace(day=1)
        return {
            "filter": filtered,
            "page": page,
            "rows": [(library, gaps.get(library.pk)) for library in page],
            "day": filtered.day,
            "series": member_series(rows),
            "known": known_members(timezone.localdate(), rows),
            "first": month,
            "last": month,
            "figures": figures(first=month, last=month),
            "stays": stays(),
            "may_add": regions_kept_by(self.request.user).exists(),
        }


class LibraryDetailView(StaffMixin, ScopedRowsMixin, DetailView):
    model = Library
    template_name = "venues/library_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("region", "unit")

    def get_context_data(self, **kwargs):
        library, today = self.object, timezone.localdate()
        form = MonthsForm({"from": self.request.GET.get("month", "")}, user=self.request.user)
        month = form.first if form.is_valid() else today.replace(day=1)
        mine = Library.objects.manageable_by(self.request.user).filter(pk=library.pk).exists()
        asides = LibraryMovement.objects.visible_to(self.request.user).filter(library=library).exclude(aside="")
        days = days_of(library, first=today - dt.timedelta(days=DAYS_SHOWN - 1), last=today)
        return super().get_context_data(
            first=month,
            last=month,
            figures=figures(first=month, last=month, libraries=[library.pk]),
            stays=stays(libraries=[library.pk]),
            readers=readers_of(library=library.pk, month=month),
            partners=[flow for flow in _crossing(library, month) if flow.crosses][:PARTNERS_SHOWN],
            days=[day for day in days if day.state != "not_expected"],
            gap=gaps_of([library.pk]).get(library.pk),
            may_change=mine,
            asides=asides.count(),
            **kwargs,
        )


def _crossing(library, month):
    return flows(level="library", first=month, last=month, libraries=[library.pk], most=PARTNERS_SHOWN + 1)


class _LibraryForm(StaffMixin, ServiceFormMixin):
    model = Library
    form_class = LibraryForm
    template_name = "venues/library_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, back_url=self.back_url(), **kwargs)

    def form_done(self):
        return HttpResponseRedirect(self.object.get_absolute_url())


class LibraryCreateView(_LibraryForm, FormView):
    title = gettext_lazy("Register a library")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.reach.staff and not regions_kept_by(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def back_url(self):
        return reverse("venues:libraries:list")

    def perform(self, data):
        return create_library(actor=self.request.user, **data)


class LibraryUpdateView(_LibraryForm, ScopedRowsMixin, UpdateView):
    title = gettext_lazy("Change the library")
    changes_rows = True

    def back_url(self):
        return reverse("venues:libraries:library", args=[self.kwargs["pk"]])

    def perform(self, data):
        return change_library(actor=self.request.user, library=self.object, **data)


class EmptyDayView(StaffMixin, ScopedRowsMixin, View):
    """“Nothing was lent that day”: closes a gap."""

    model = Library
    http_method_names = ["post"]

    def post(self, request, pk):
        library = get_object_or_404(self.get_queryset(), pk=pk)
        form = EmptyDayForm(request.POST)
        try:
            if not form.is_valid():
                problems = form.errors.as_data()
                raise ValidationError(problems)
            declare_day(actor=request.user, library=library, day=form.cleaned_data["day"], transactions=0)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            day = form.cleaned_data["day"]
            messages.success(request, _("Noted: nothing was lent on %(day)s.") % {"day": day})
        return HttpResponseRedirect(library.get_absolute_url() + "#days")


class AsideListView(StaffMixin, ScopedRowsMixin, ListView):
    """Transactions of a library that do not count yet, for who keeps the library."""

    model = LibraryMovement
    template_name = "venues/library_aside.html"

    def get_context_data(self, **kwargs):
        library = get_object_or_404(Library.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        rows = super().get_queryset().filter(library=library).exclude(aside="").select_related("owner")
        page = page_of(rows, order=("-pk",), cursor=self.request.GET.get("cursor", ""))
        return {"library": library, "page": page}


class MovementView(StaffMixin, ScopedRowsMixin, DetailView):
    """One transaction in the chain of its item."""

    model = LibraryMovement
    template_name = "venues/library_item.html"

    def get_queryset(self):
        return super().get_queryset().select_related("library", "owner")

    def get_context_data(self, **kwargs):
        return super().get_context_data(chain=chain_of(self.object), **kwargs)
