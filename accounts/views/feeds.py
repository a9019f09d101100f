import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from accounts.forms import FeedAddressForm
from accounts.models import FeedAddress
from accounts.services import feeds
from accounts.throttles import FEED_RATE, of_this_address, seconds_to_wait
from core import calendars
from core.views import ServiceFormMixin


class FeedCreateView(ServiceFormMixin, FormView):
    """``?subject=venue:12`` chooses what another page offers to subscribe to."""

    form_class = FeedAddressForm
    template_name = "accounts/feed_form.html"

    def get_initial(self):
        return {"subject": self.request.GET.get("subject", "")}

    def perform(self, data):
        return feeds.create_feed_address(actor=self.request.user, **data)

    def form_done(self):
        """The secret is in this answer and nowhere else."""
        address, secret = self.object
        url = settings.PUBLIC_ADDRESS + reverse("feed", args=[secret])
        response = render(self.request, "accounts/feed_issued.html", {"address": address, "url": url})
        response["Cache-Control"] = "no-store"
        return response


@require_POST
def revoke(request, pk):
    address = get_object_or_404(FeedAddress.objects.manageable_by(request.user), pk=pk)
    feeds.revoke_feed_address(actor=request.user, address=address)
    messages.success(request, _("The address is revoked; calendar programs get nothing more from it."))
    return redirect("profile")


@login_not_required
@require_safe
def feed(request, secret):
    """For calendar programs, which cannot sign in: the address is the key. They ask with the ETag they were given."""
    wait = seconds_to_wait(*of_this_address())
    address = None if wait else feeds.use_feed_address(secret=secret)
    if address:
        wait = seconds_to_wait(f"feed:{address.pk}", FEED_RATE)
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": wait})
    if address is None:
        raise Http404
    body = feeds.calendar_of(address=address)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=calendars.CONTENT_TYPE, headers={"ETag": etag})
    # Kept by its program alone, and asked for again each time.
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response)
