"""The pages that teams, works and brands have alike: list, new, change."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, ListView, UpdateView

from core.listing import Listing
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin, ServiceFormMixin

TABS = [
    (_("Teams"), reverse_lazy("activities:teams")),
    (_("Works"), reverse_lazy("activities:works")),
    (_("Brands"), reverse_lazy("activities:brands")),
]


def may_create(user):
    return bool(user.reach.corridor_office or user.reach.counties or user.reach.provinces)


class EntityListView(FragmentMixin, ScopedRowsMixin, ListView):
    template_name = "activities/entity_list.html"
    order = ("name", "pk")

    def get_context_data(self, **kwargs):
        rows = super().get_queryset()
        self.listing = Listing(self.request, self.filterset_class, rows, order=self.order, complete=self.complete)
        filtered = any(value for name, value in self.request.GET.items() if name != "cursor")
        return self.listing.context() | {
            "title": self.title,
            "lead": self.lead,
            "tabs": TABS,
            "filtered": filtered,
            "rows_template": self.fragment_name,
            "create_url": self.create_url if may_create(self.request.user) else "",
            "create_label": self.create_label,
        }

    def complete(self, rows):
        return rows.select_related("home_region")


class EntityFormMixin(ServiceFormMixin):
    template_name = "activities/entity_form.html"

    def get_context_data(self, **kwargs):
        context = {"title": self.title, "back_url": self.back_url(), "list_label": self.list_label}
        return super().get_context_data(**context, list_url=self.list_url, **kwargs)

    def form_done(self):
        return HttpResponseRedirect(self.done_url())


class EntityCreateView(EntityFormMixin, FormView):
    """Only for those who keep some region's rows; for others there is no such page."""

    def dispatch(self, request, *args, **kwargs):
        if not may_create(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def back_url(self):
        return self.list_url

    def done_url(self):
        return self.object.get_absolute_url()


class EntityUpdateView(EntityFormMixin, ScopedRowsMixin, UpdateView):
    changes_rows = True

    def back_url(self):
        return self.get_object().get_absolute_url()

    def done_url(self):
        return self.back_url()


class PartView(EntityFormMixin, FormView):
    """Something added to, or ended in, the row of the address."""

    def dispatch(self, request, *args, **kwargs):
        self.owner = get_object_or_404(self.owners(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back_url(self):
        return self.owner.get_absolute_url()

    def done_url(self):
        return self.back_url()
