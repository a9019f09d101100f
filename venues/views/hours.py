"""Opening hours, days that differ, and rules of booking."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from belts.models import Region
from core.views import ServiceFormMixin, add_to_form
from venues.forms.hours import ExceptionForm, HoursForm
from venues.forms.limits import LimitsForm
from venues.models import OpeningException, Venue
from venues.models.scope import keeps_corridor_rules
from venues.queries.hours import week_of
from venues.services import hours as services
from venues.services.limits import set_limits
from venues.views.venues import VenueChange


class HoursPage(VenueChange):
    """The week, and below it the single days; each has its own button."""

    title = gettext_lazy("Opening hours")
    form_class = HoursForm
    template_name = "venues/hours_form.html"
    exception_form = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            week=week_of(self.object),
            exceptions=self.object.exceptions.all(),
            exception_form=self.exception_form or ExceptionForm(),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            services.set_opening_hours(
                actor=self.request.user,
                venue=self.object,
                hours=form.hours(),
                open_on_holidays=form.cleaned_data["open_on_holidays"],
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)
        return self.form_done()


class ExceptionAdd(HoursPage):
    """The lower form of the same page."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.exception_form = ExceptionForm(request.POST)
        if form.is_valid():
            try:
                services.add_exception(actor=request.user, venue=self.object, **form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                return redirect(f"{reverse('venues:hours', args=[self.object.pk])}#exceptions")
        unsent = HoursForm(user=request.user, instance=self.object)
        return self.render_to_response(self.get_context_data(form=unsent))


@require_POST
def remove_exception(request, pk):
    exception = get_object_or_404(OpeningException.objects.manageable_by(request.user), pk=pk)
    venue = services.remove_exception(actor=request.user, exception=exception)
    return redirect(f"{reverse('venues:hours', args=[venue.pk])}#exceptions")


class LimitsPage(ServiceFormMixin, FormView):
    """Rules of booking for a venue, for a county, or (neither in the address) for the corridor."""

    form_class = LimitsForm
    template_name = "venues/limits_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.owner = self.find_owner()
        return super().dispatch(request, *args, **kwargs)

    def find_owner(self):
        """The keyword that form and service take: a venue, a region, or neither."""
        user = self.request.user
        if "pk" in self.kwargs:
            return {"venue": get_object_or_404(Venue.objects.manageable_by(user), pk=self.kwargs["pk"])}
        if "code" in self.kwargs:
            kept = Region.objects.visible_to(user).counties().units_kept_by(user)
            return {"region": get_object_or_404(kept, pk=self.kwargs["code"])}
        if not keeps_corridor_rules(user):
            raise Http404
        return {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.owner

    def get_context_data(self, **kwargs):
        about = next(iter(self.owner.values()), _("the whole corridor"))
        return super().get_context_data(about=about, back=self.back(), **self.owner, **kwargs)

    def back(self):
        owner = next(iter(self.owner.values()), None)
        return owner.get_absolute_url() if owner else reverse("venues:list")

    def form_valid(self, form):
        try:
            set_limits(actor=self.request.user, limits=form.limits(), **self.owner)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)
        return HttpResponseRedirect(self.back())
