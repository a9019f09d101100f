from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from accounts.forms import TokenForm
from accounts.models import ApiToken, Role
from accounts.services import tokens
from accounts.views.roles import ForRoles
from core.paging import page_of
from core.views import ServiceFormMixin

ISSUES = frozenset({Role.SECURITY_ADMINISTRATOR})


class TokensView(ForRoles, TemplateView):
    """All tokens, for the security administrator and, to read, the auditor."""

    roles = ISSUES | {Role.AUDITOR}
    template_name = "accounts/tokens.html"

    def get_context_data(self, **kwargs):
        rows = ApiToken.objects.visible_to(self.request.user).select_related("user", "created_by")
        page = page_of(
            rows.prefetch_related("places"), order=("-created_at", "-pk"), cursor=self.request.GET.get("cursor", "")
        )
        may_issue = bool(ISSUES & self.request.user.reach.roles)
        return super().get_context_data(page=page, now=timezone.now(), may_issue=may_issue, **kwargs)


class TokenIssueView(ForRoles, ServiceFormMixin, FormView):
    roles = ISSUES
    form_class = TokenForm
    template_name = "accounts/token_form.html"

    def perform(self, data):
        return tokens.issue_token(actor=self.request.user, **data)

    def form_done(self):
        """The secret is in this answer and nowhere else."""
        token, secret = self.object
        response = render(self.request, "accounts/token_issued.html", {"token": token, "secret": secret})
        response["Cache-Control"] = "no-store"
        return response


@require_POST
def revoke(request, pk):
    token = get_object_or_404(ApiToken.objects.manageable_by(request.user), pk=pk)
    tokens.revoke_token(actor=request.user, token=token)
    messages.success(request, _("The token is revoked; its next request is refused."))
    return redirect("accounts:tokens")
