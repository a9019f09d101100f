"""The registry for staff: the list, a volunteer's page, what they offer, and files of what is filtered."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import DetailView, UpdateView

from core import exports
from core.listing import WordedListing
from core.panels import panels_for
from core.scoping import ScopedRowsMixin
from core.views import ServiceFormMixin, add_to_form
from volunteers.exporting import registry as exporting
from volunteers.filters.registry import VolunteerFilter
from volunteers.filters.registry_terms import description_of, terms_of
from volunteers.forms.registry import ExportForm, OfferForm
from volunteers.models import Volunteer
from volunteers.models.scope import reads_people
from volunteers.queries import registry
from volunteers.services.looking import note_looked_at
from volunteers.services.offering import change_offer


class RegistryListing(WordedListing):
    """Only for those who read people. Who of the other province is shown stands in the log of transfers."""

    first_fields = ("q", "whose", "region", "platform")

    def __init__(self, request):
        if not reads_people(request.user):
            raise PermissionDenied
        rows, options = Volunteer.objects.visible_to(request.user), {"order": registry.ORDER, "terms_of": terms_of}
        super().__init__(request, VolunteerFilter, rows, complete=registry.listed, **options)

    def page(self):
        page = super().page()
        registry.say_names(page.rows)
        note_looked_at(actor=self.request.user, volunteers=page.rows, what=_("the list of volunteers"))
        return page


@require_safe
def volunteer_list(request):
    listing = RegistryListing(request)
    return listing.response(whole="volunteers/volunteer_list.html", rows="volunteers/_volunteer_rows.html")


@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_export(request):
    """Asks what the file is for, then sends the rows that the list shows, all of them."""
    listing = RegistryListing(request)
    form = ExportForm(request.POST or None)
    if not listing.problems and form.is_valid():
        try:
            purpose, description = form.cleaned_data["purpose"], description_of(listing.filters)
            table = exporting.table_of(listing.rows, actor=request.user, description=description, purpose=purpose)
            return exports.answer(table, form.cleaned_data["format"])
        except ValidationError as error:
            add_to_form(form, error)
    context = listing.words() | {"form": form, "most": exporting.MOST_ROWS}
    return render(request, "volunteers/volunteer_export.html", context)


class OfNumber(ScopedRowsMixin):
    """A volunteer by the number in the address."""

    model = Volunteer

    def get_queryset(self):
        return registry.complete(super().get_queryset())

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), volunteer_no=str(self.kwargs["number"]))


class VolunteerPage(OfNumber, DetailView):
    """For staff; what a person sees of themselves stands on their own page."""

    template_name = "volunteers/volunteer.html"

    def get(self, request, *args, **kwargs):
        if not reads_people(request.user):
            raise Http404
        volunteer = self.object = self.get_object()
        root = volunteer.merged_into
        if root and Volunteer.objects.visible_to(request.user).filter(pk=root.pk).exists():
            return redirect(root)
        note_looked_at(actor=request.user, volunteers=[volunteer], what=str(volunteer))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        volunteer, user = self.object, self.request.user
        kept = registry.is_kept_by(volunteer, user)
        return super().get_context_data(
            kept=kept,
            person=registry.person_of(volunteer, kept=kept),
            age_band=registry.age_band(volunteer),
            offer=registry.offer_of(volunteer),
            consents=registry.consents_of(volunteer) if kept else [],
            moves=registry.moves_of(volunteer) if kept else [],
            disclosures=registry.disclosures_of(volunteer) if kept else None,
            aliases=registry.aliases_of(volunteer) if kept else [],
            may_change=registry.may_change(volunteer, user),
            may_confirm=registry.may_confirm(volunteer, user),
            panels=panels_for("volunteer", self.request, volunteer),
            **kwargs,
        )


class OfferPage(OfNumber, ServiceFormMixin, UpdateView):
    changes_rows = True
    form_class = OfferForm
    template_name = "volunteers/volunteer_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change what is offered"), **kwargs)

    def perform(self, data):
        return change_offer(actor=self.request.user, volunteer=self.object, **data)

    def form_done(self):
        return HttpResponseRedirect(self.object.get_absolute_url())
