from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView, ListView, UpdateView

from belts import services
from belts.filters import UnitFilter
from belts.forms import CloseForm, MoveForm, UnitForm
from belts.models import Region, Unit
from core.paging import page_of
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin, ServiceFormMixin


class UnitListView(FragmentMixin, ScopedRowsMixin, ListView):
    model = Unit
    template_name, fragment_name = "belts/unit_list.html", "belts/_unit_rows.html"

    def get_context_data(self, **kwargs):
        rows = super().get_queryset().select_related("region__province", "parent").prefetch_related("shared_with")
        filtered = UnitFilter(self.request.GET or None, rows, request=self.request)
        cursor = self.request.GET.get("cursor", "")
        page = page_of(filtered.qs, order=("region_id", "name", "pk"), cursor=cursor)
        return {"filter": filtered, "page": page, "day": filtered.day}


class UnitDetailView(ScopedRowsMixin, DetailView):
    model = Unit
    template_name = "belts/unit.html"

    def get_queryset(self):
        return super().get_queryset().select_related("region", "parent").prefetch_related("shared_with")

    def get_context_data(self, **kwargs):
        may_change = Unit.objects.manageable_by(self.request.user).filter(pk=self.object.pk).exists()
        parts = self.object.children.order_by("until", "kind", "name")
        return super().get_context_data(may_change=may_change, parts=parts, **kwargs)


class UnitCreateView(ServiceFormMixin, FormView):
    """A new unit of the region in the address."""

    title = _("Add a unit")
    form_class = UnitForm
    template_name = "belts/unit_form.html"

    def dispatch(self, request, *args, **kwargs):
        regions = Region.objects.visible_to(request.user).units_kept_by(request.user)
        self.region = get_object_or_404(regions, pk=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"region": self.region}

    def get_context_data(self, **kwargs):
        return super().get_context_data(region=self.region, title=self.title, **kwargs)

    def perform(self, data):
        return services.create_unit(actor=self.request.user, region=self.region, **data)

    def form_done(self):
        return HttpResponseRedirect(self.object.get_absolute_url())


class _UnitChange(ServiceFormMixin, ScopedRowsMixin, UpdateView):
    model = Unit
    changes_rows = True
    template_name = "belts/unit_form.html"

    def get_queryset(self):
        return super().get_queryset().select_related("region")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"region": self.object.region}

    def get_context_data(self, **kwargs):
        return super().get_context_data(region=self.object.region, unit=self.object, title=self.title, **kwargs)

    def form_done(self):
        return HttpResponseRedirect(reverse("belts:unit", args=[self.kwargs["pk"]]))


class UnitUpdateView(_UnitChange):
    title = _("Change the unit")
    form_class = UnitForm

    def perform(self, data):
        return services.change_unit(actor=self.request.user, unit=self.object, **data)


class UnitMoveView(_UnitChange):
    title = _("Move the unit")
    form_class = MoveForm

    def perform(self, data):
        return services.move_unit(actor=self.request.user, unit=self.object, **data)


class UnitCloseView(_UnitChange):
    title = _("Close the unit")
    form_class = CloseForm

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"instance", "region"}}

    def perform(self, data):
        return services.close_unit(actor=self.request.user, unit=self.object, **data)
