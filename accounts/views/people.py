from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from accounts.filters import PeopleFilter
from accounts.forms import PersonForm
from accounts.models import Role, User
from accounts.models.post import SEPARATED_ROLES
from accounts.queries import people as queries
from accounts.services import passwords, people
from accounts.views.roles import ForRoles
from core.paging import page_of
from core.scoping import ScopedRowsMixin
from core.views import FragmentMixin, ServiceFormMixin

SEE_PEOPLE = frozenset(SEPARATED_ROLES)


class PeopleView(ForRoles, FragmentMixin, TemplateView):
    roles = SEE_PEOPLE
    template_name = "accounts/people.html"
    fragment_name = "accounts/_people_rows.html"

    def get_context_data(self, **kwargs):
        rows = User.objects.visible_to(self.request.user)
        filters = PeopleFilter(self.request.GET, queryset=rows, request=self.request)
        page = page_of(filters.qs, order=("username",), cursor=self.request.GET.get("cursor", ""))
        queries.add_posts_today(page.rows)
        return super().get_context_data(
            filters=filters, page=page, may_change=may_change_people(self.request), **kwargs
        )


def may_change_people(request):
    return Role.SYSTEM_ADMINISTRATOR in request.user.reach.roles


class PersonView(ForRoles, ScopedRowsMixin, DetailView):
    roles = SEE_PEOPLE
    model = User
    context_object_name = "person"
    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs):
        holdings = self.object.holdings.select_related("post__region", "post__unit")
        return super().get_context_data(
            holdings=holdings,
            today=timezone.localdate(),
            second_factor=self.object.authenticator_set.filter(type="totp").exists(),
            may_change=may_change_people(self.request),
            may_remove_second_factor=Role.SECURITY_ADMINISTRATOR in self.request.user.reach.roles,
            **kwargs,
        )


class PersonCreateView(ForRoles, ServiceFormMixin, CreateView):
    roles = frozenset({Role.SYSTEM_ADMINISTRATOR})
    form_class = PersonForm
    template_name = "accounts/person_form.html"

    def perform(self, data):
        return people.create_user(actor=self.request.user, **data)

    def form_done(self):
        messages.success(
            self.request, _("The account is made. Give it a post, and hand over a link to set a password.")
        )
        return HttpResponseRedirect(reverse("accounts:person", args=[self.object.pk]))


class PersonEditView(ServiceFormMixin, ScopedRowsMixin, UpdateView):
    model = User
    changes_rows = True
    form_class = PersonForm
    context_object_name = "person"
    template_name = "accounts/person_form.html"

    def perform(self, data):
        return people.edit_user(actor=self.request.user, user=self.object, **data)

    def form_done(self):
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("accounts:person", args=[self.object.pk]))


def act_on(request, person, service, done):
    """Call a service and go back to the person's page with what came of it."""
    try:
        service(actor=request.user, user=person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("accounts:person", person.pk)


@require_POST
def deactivate(request, pk):
    person = get_object_or_404(User.objects.manageable_by(request.user), pk=pk)
    return act_on(request, person, people.deactivate_user, _("The account is switched off and signed out everywhere."))


@require_POST
def reactivate(request, pk):
    person = get_object_or_404(User.objects.manageable_by(request.user), pk=pk)
    return act_on(request, person, people.reactivate_user, _("The account may sign in again."))


@require_POST
def remove_second_factor(request, pk):
    """By the security administrator, who sees people but does not change them."""
    seen = User.objects.visible_to(request.user)
    person = get_object_or_404(seen.second_factor_removable_by(request.user), pk=pk)
    return act_on(request, person, people.remove_second_factor, _("The second factor is removed."))


@require_POST
def reset_link(request, pk):
    """Show a link by which the person sets a password; it is shown once and handed over in person."""
    person = get_object_or_404(User.objects.manageable_by(request.user), pk=pk)
    try:
        key = passwords.make_reset_key(actor=request.user, user=person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("accounts:person", pk)
    uid, secret = key.split("-", 1)
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", args=[uid, secret]))
    response = render(request, "accounts/reset_link.html", {"person": person, "link": link})
    response["Cache-Control"] = "no-store"
    return response
