from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from accounts import feeds
from accounts.forms import ProfileForm
from accounts.queries.feeds import named_addresses
from accounts.services import people
from core.views import ServiceFormMixin


class ProfileView(ServiceFormMixin, UpdateView):
    """One's own account: name, e-mail, language, posts, and the ways to its safety."""

    form_class = ProfileForm
    template_name = "accounts/profile.html"

    def get_object(self):
        return self.request.user

    def get_context_data(self, **kwargs):
        user = self.request.user
        holdings = user.holdings.on(timezone.localdate()).select_related("post__region", "post__unit")
        return super().get_context_data(
            holdings=holdings, feeds=named_addresses(user), has_calendars=bool(feeds.offered(user)), **kwargs
        )

    def perform(self, data):
        return people.edit_user(actor=self.request.user, user=self.request.user, **data)

    def form_done(self):
        language = self.object.language or settings.LANGUAGE_CODE
        with translation.override(language):
            messages.success(self.request, _("Saved."))
        response = HttpResponseRedirect(reverse("profile"))
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=self.request.is_secure())
        return response
