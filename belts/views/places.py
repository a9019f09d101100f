"""The corridor, a belt, a county: each as it was on a chosen day."""

from django.views.generic import DetailView, ListView, TemplateView

from belts import queries
from belts.filters import RegionFilter
from belts.models import Belt, Region, Unit
from belts.queries.sketch import sketch_map
from belts.views.day import OnDayMixin
from core.paging import page_of
from core.panels import panels_for
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin


class CorridorView(OnDayMixin, TemplateView):
    template_name = "belts/corridor.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        belts = list(Belt.objects.visible_to(user))
        seats = list(queries.seats_on(self.day))
        counts = queries.counts_by_region(self.day, [seat.region_id for seat in seats])
        offices = Unit.objects.visible_to(user).on(self.day).filter(region__level=Region.Level.PROVINCE)
        return super().get_context_data(
            map=sketch_map(self.day, query=self.day_query),
            belts=[(belt, [seat for seat in seats if seat.belt_id == belt.pk]) for belt in belts],
            counties=len(seats),
            units=sum(counts.values()),
            offices=offices.select_related("region"),
            may_change_seats=Belt.objects.manageable_by(user).exists(),
            panels=panels_for("corridor", self.request),
            **kwargs,
        )


class BeltView(OnDayMixin, ScopedRowsMixin, DetailView):
    model = Belt
    slug_field = slug_url_kwarg = "code"
    template_name = "belts/belt.html"

    def get_context_data(self, **kwargs):
        seats = list(queries.seats_on(self.day, self.object))
        codes = [seat.region_id for seat in seats]
        counts = queries.counts_by_region(self.day, codes)
        neighbours = queries.neighbours_on(self.day, codes)
        return super().get_context_data(
            map=sketch_map(self.day, belt=self.object, query=self.day_query),
            members=[(seat, counts[seat.region_id], neighbours.get(seat.region_id, [])) for seat in seats],
            panels=panels_for("belt", self.request, self.object),
            **kwargs,
        )


class CountyView(OnDayMixin, ScopedRowsMixin, DetailView):
    """A county; a province or prefecture has the page too, without seats and neighbours."""

    model = Region
    pk_url_kwarg = "code"
    template_name = "belts/county.html"

    def get_queryset(self):
        return super().get_queryset().select_related("province")

    def get_context_data(self, **kwargs):
        region, user = self.object, self.request.user
        predecessors, successors = queries.succession_of(region)
        seats = list(queries.seats_of(region))
        current = next((seat for seat in seats if seat.holds_on(self.day)), None)
        return super().get_context_data(
            map=sketch_map(self.day, county=region, query=self.day_query),
            seats=seats,
            seat=current,
            current=current,
            exists=region.holds_on(self.day),
            predecessors=predecessors,
            successors=successors,
            neighbours=queries.neighbours_of(region, self.day),
            branches=queries.unit_tree(region, self.day),
            may_add_units=Region.objects.visible_to(user).units_kept_by(user).filter(pk=region.pk).exists(),
            panels=panels_for("county", self.request, region),
            **kwargs,
        )


class CountyListView(FragmentMixin, ScopedRowsMixin, ListView):
    model = Region
    template_name, fragment_name = "belts/county_list.html", "belts/_county_rows.html"

    def get_context_data(self, **kwargs):
        rows = super().get_queryset().select_related("province")
        filtered = RegionFilter(self.request.GET or None, rows, request=self.request)
        page = page_of(filtered.qs, order=("code",), cursor=self.request.GET.get("cursor", ""))
        belts = {belt.pk: belt for belt in Belt.objects.visible_to(self.request.user)}
        seats = queries.membership_map(filtered.day)
        return {
            "filter": filtered,
            "page": page,
            "day": filtered.day,
            "rows": [(region, belts.get(seats.get(region.pk))) for region in page],
        }
