"""Platforms for the staff to read; their accounts, scopes and secrets for the security administrator to set."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from core.listing import Listing
from core.views import ServiceFormMixin
from volunteers.choices import RowVerdict
from volunteers.filters.deliveries import DeliveryFilter
from volunteers.forms.platforms import PlatformForm
from volunteers.models import Delivery, Platform
from volunteers.queries.deliveries import ORDER, complete, reconciled
from volunteers.queries.platforms import listed
from volunteers.services import platforms as services


@require_safe
def platform_list(request):
    if not request.user.reach.staff:
        raise Http404
    keeps = Platform.objects.manageable_by(request.user).exists()
    return render(
        request,
        "volunteers/platform_list.html",
        {"platforms": listed(Platform.objects.visible_to(request.user)), "keeps": keeps},
    )


@require_safe
def delivery_list(request):
    """With the sums of what the filters leave, to be compared with the sender's."""
    if not request.user.reach.staff:
        raise Http404
    listing = Listing(
        request, DeliveryFilter, Delivery.objects.visible_to(request.user), order=ORDER, complete=complete
    )
    sums = reconciled(listing.rows)
    return listing.response(
        whole="volunteers/delivery_list.html",
        rows="volunteers/_delivery_rows.html",
        sums=sums,
        tallies=RowVerdict.tallied(sums["totals"]),
    )


class PlatformEdit(ServiceFormMixin, FormView):
    form_class = PlatformForm
    template_name = "volunteers/platform_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.platform = get_object_or_404(Platform.objects.manageable_by(request.user), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {name: getattr(self.platform, name) for name in ("client", "feed_scope", "pulls_signed")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(platform=self.platform, **kwargs)

    def perform(self, data):
        return services.edit_platform(actor=self.request.user, platform=self.platform, **data)

    def form_done(self):
        messages.success(self.request, _("Saved."))
        return redirect("volunteers:platforms")


@require_POST
def issue_secret(request, code):
    """The secret is in this answer and nowhere else."""
    platform = get_object_or_404(Platform.objects.manageable_by(request.user), code=code)
    platform, secret = services.issue_secret(actor=request.user, platform=platform)
    response = render(request, "volunteers/platform_secret.html", {"platform": platform, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response
