from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView

from accounts.filters import HoldingFilter
from accounts.forms import EndPostForm, GrantForm
from accounts.models import PostHolding, User
from accounts.services import posts
from accounts.views.people import SEE_PEOPLE
from accounts.views.roles import ForRoles
from core.paging import page_of
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin, ServiceFormMixin


class HoldingsView(ForRoles, FragmentMixin, TemplateView):
    """Who holds what at which place."""

    roles = SEE_PEOPLE
    template_name = "accounts/holdings.html"
    fragment_name = "accounts/_holding_rows.html"

    def get_context_data(self, **kwargs):
        rows = PostHolding.objects.visible_to(self.request.user)
        filters = HoldingFilter(self.request.GET, queryset=rows, request=self.request)
        found = filters.qs.select_related("post__region", "post__unit", "user")
        page = page_of(found, order=("-since", "-pk"), cursor=self.request.GET.get("cursor", ""))
        return super().get_context_data(filters=filters, page=page, **kwargs)


class GrantView(ServiceFormMixin, FormView):
    form_class = GrantForm
    template_name = "accounts/grant_form.html"

    @cached_property
    def person(self):
        return get_object_or_404(User.objects.manageable_by(self.request.user), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, person=self.person, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"person": self.person}

    def perform(self, data):
        return posts.grant_post(actor=self.request.user, user=self.person, **data)

    def form_done(self):
        messages.success(self.request, _("The post is given; the person has to sign in again."))
        return HttpResponseRedirect(reverse("accounts:person", args=[self.person.pk]))


class EndPostView(ServiceFormMixin, ScopedRowsMixin, UpdateView):
    model = PostHolding
    changes_rows = True
    form_class = EndPostForm
    context_object_name = "holding"
    template_name = "accounts/end_post_form.html"

    def perform(self, data):
        return posts.end_post(actor=self.request.user, holding=self.object, until=data["until"])

    def form_done(self):
        messages.success(self.request, _("The post is ended; the person is signed out everywhere."))
        return HttpResponseRedirect(reverse("accounts:person", args=[self.person_pk]))

    def get_object(self, queryset=None):
        holding = super().get_object(queryset)
        self.person_pk = holding.user_id
        return holding
