"""A venue's page, and the forms that enter, change, move and end one."""

from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView, UpdateView

from core.panels import panels_for
from core.scoping import ScopedRowsMixin
from core.views import ServiceFormMixin
from venues.forms.photos import PhotoForm
from venues.forms.venues import EndForm, MoveForm, NewVenueForm, VenueForm
from venues.models import Facility, Venue
from venues.queries import choices
from venues.queries.hours import closures_of, exceptions_of, week_of
from venues.queries.limit_rows import rules_of
from venues.queries.parts import tree_of, wholes_of
from venues.services import venues as services


class VenuePage(ScopedRowsMixin, DetailView):
    model = Venue
    template_name = "venues/venue.html"

    def get_queryset(self):
        rows = super().get_queryset().select_related("region__province", "unit", "parent")
        return rows.prefetch_related("shared_with", "builders", "photos")

    def get_context_data(self, **kwargs):
        venue, user = self.object, self.request.user
        may_change = Venue.objects.manageable_by(user).filter(pk=venue.pk).exists()
        tree = tree_of(venue)
        return super().get_context_data(
            may_change=may_change,
            wholes=wholes_of(venue),
            tree=tree if len(tree) > 1 else [],
            contacts=choices.contacts_of(venue) if user.reach.staff else [],
            facilities=[label for name, label in Facility.choices if name in venue.facilities],
            week=week_of(venue),
            exceptions=exceptions_of(venue),
            closures=closures_of(venue),
            rules=rules_of(venue),
            photos=venue.photos.all(),
            photo_form=PhotoForm() if may_change else None,
            panels=panels_for("venue", self.request, venue),
            **kwargs,
        )


class CreatePage(ServiceFormMixin, FormView):
    """Only for those who keep some county's or unit's venues; for others there is no such page."""

    form_class = NewVenueForm
    template_name = "venues/venue_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not choices.regions_for(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"whole": self.whole()}

    def whole(self):
        """``?part_of=``: the venue that the new one is a part of."""
        key = self.request.GET.get("part_of", "")
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return None
        return choices.wholes_for(self.request.user).filter(pk=key).first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("New venue"), **kwargs)

    def perform(self, data):
        return services.create_venue(actor=self.request.user, **data)

    def form_done(self):
        return HttpResponseRedirect(self.object.get_absolute_url())


class VenueChange(ServiceFormMixin, ScopedRowsMixin, UpdateView):
    """A form about one venue that the user keeps."""

    model = Venue
    changes_rows = True
    template_name = "venues/venue_form.html"
    danger = False

    def get_queryset(self):
        return super().get_queryset().select_related("region", "unit")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, danger=self.danger, **kwargs)

    def form_done(self):
        return HttpResponseRedirect(self.get_object().get_absolute_url())


class EditPage(VenueChange):
    title = _("Change the venue")
    form_class = VenueForm

    def perform(self, data):
        return services.change_venue(actor=self.request.user, venue=self.object, **data)


class MovePage(VenueChange):
    title = _("Move into another whole")
    form_class = MoveForm

    def perform(self, data):
        return services.move_venue(actor=self.request.user, venue=self.object, **data)


class EndPage(VenueChange):
    title = _("End the venue")
    form_class = EndForm
    danger = True

    def perform(self, data):
        return services.end_venue(actor=self.request.user, venue=self.object, **data)
