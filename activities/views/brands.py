from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from activities.filters import BrandFilter
from activities.forms.entities import BrandForm
from activities.models import Activity, Brand
from activities.queries.entities import latest
from activities.services import brands as services
from activities.views.entities import EntityCreateView, EntityListView, EntityUpdateView
from core.scoping import ScopedRowsMixin


class BrandListView(EntityListView):
    model = Brand
    filterset_class = BrandFilter
    fragment_name = "activities/_brand_rows.html"
    title, lead = _("Brands"), _("Names that activities of several counties share.")
    create_url, create_label = reverse_lazy("activities:create_brand"), _("Add a brand")


class BrandDetailView(ScopedRowsMixin, DetailView):
    model = Brand
    template_name = "activities/brand_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("home_region")

    def get_context_data(self, **kwargs):
        brand = self.object
        records = Activity.objects.visible_to(self.request.user).filter(brand=brand)
        return super().get_context_data(
            may_change=Brand.objects.manageable_by(self.request.user).filter(pk=brand.pk).exists(),
            activities=latest(records),
            **kwargs,
        )


class _BrandForm:
    model = Brand
    form_class = BrandForm
    list_url, list_label = reverse_lazy("activities:brands"), _("Brands")


class BrandCreateView(_BrandForm, EntityCreateView):
    title = _("Add a brand")

    def perform(self, data):
        return services.create_brand(actor=self.request.user, **data)


class BrandUpdateView(_BrandForm, EntityUpdateView):
    title = _("Change the brand")

    def perform(self, data):
        return services.edit_brand(actor=self.request.user, brand=self.object, **data)
