"""The policy of colours of a body, and the general one: read by all staff, kept by the corridor office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from core.views import add_to_form
from meetings.forms.colours import ColourPolicyForm
from meetings.models import Body, ColourPolicy
from meetings.queries.colours import TONES, WORDS, effect, holding, policies
from meetings.services.bodies import drop_colour_policy, set_colour_policy


class PolicyPage(View):
    """Of the body in the address, or without one of all bodies that have none of their own.

    “Show the effect” counts what the days in the form would do, and keeps nothing.
    """

    def dispatch(self, request, *args, code=None, **kwargs):
        self.body = get_object_or_404(Body.objects.visible_to(request.user), pk=code) if code else None
        known = policies()
        self.policy = holding(self.body, known)
        self.is_own = (code in known) if code else self.policy.pk is not None
        if code is None:  # whoever may read policies at all
            get_object_or_404(ColourPolicy.objects.visible_to(request.user), body=None)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form())

    def post(self, request):
        get_object_or_404(_managed(request.user, self.body))
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                if "preview" in request.POST:
                    return self.show(form, then=self.proposed(form))
                self.keep(form)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Kept. Colours follow from it at once."))
                return redirect(request.path)
        return self.show(form)

    def proposed(self, form):
        """Not kept; refused as it would be when it were."""
        policy = ColourPolicy(pk=self.policy.pk if self.is_own else None, body=self.body, **form.days())
        policy.full_clean(exclude=["body", "source"])
        return policy

    def keep(self, form):
        given = {name: form.cleaned_data[name] for name in ("source", "version")}
        set_colour_policy(actor=self.request.user, body=self.body, **given, **form.days())

    def form(self, **kwargs):
        return ColourPolicyForm(policy=self.policy, own=self.is_own, **kwargs)

    def show(self, form, then=None):
        user = self.request.user
        context = {
            "body": self.body,
            "policy": self.policy,
            "is_own": self.is_own,
            "form": form,
            "may_change": _managed(user, self.body).exists(),
            "previewed": then is not None,
            "lines": [
                {"colour": colour, "word": WORDS[colour], "tone": TONES[colour], "now": now, "then": later}
                for colour, now, later in effect(user, self.body, then or self.policy)
            ],
            "others": ColourPolicy.objects.visible_to(user).exclude(body=None).select_related("body").order_by("body"),
        }
        return render(self.request, "meetings/colour_policy.html", context)


@require_POST
def drop_policy(request, code):
    body = get_object_or_404(Body.objects.manageable_by(request.user), pk=code)
    try:
        drop_colour_policy(actor=request.user, body=body, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The body follows the general policy again."))
    return redirect("meetings:colour_policy", code=code)


def _managed(user, body):
    """The body, or without one the general policy, where this user keeps it."""
    if body:
        return Body.objects.manageable_by(user).filter(pk=body.pk)
    return ColourPolicy.objects.manageable_by(user).filter(body=None)
