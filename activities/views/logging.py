"""The logging page: a new record, a copy, a change; saved by hand or, while it is a draft, by itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from activities.forms.activity import PICKED, ActivityForm, Picker
from activities.forms.initial import blank, content_of, copy_of
from activities.models import Activity
from activities.models.activity import EDITABLE_STATES
from activities.queries import choices
from activities.queries.records import last_reason, logged_with
from activities.services.logging import edit_activity, save_form
from core.views import add_to_form


class LoggingPage(View):
    """What logging and changing share. ``action`` says which button: draft, submit, or autosave (htmx)."""

    def post(self, request, **kwargs):
        if request.POST.get("find") in PICKED:
            return self.show(self.form(initial=as_initial(request.POST)), found=request.POST["find"])
        form = self.form(data=request.POST)
        action = request.POST.get("action", "draft")
        if form.is_valid():
            try:
                steps = {"submit": action == "submit", "by_itself": action == "autosave"}
                self.activity = self.save(form, **steps)
            except ValidationError as error:
                add_to_form(form, error)
        if action == "autosave":
            return self.autosaved(form)
        return self.show(form) if form.errors else self.done(action)

    def form(self, **kwargs):
        return ActivityForm(user=self.request.user, **kwargs)

    def show(self, form, found=""):
        pickers = form.pickers
        if found:
            text = self.request.POST.get(f"find_{found}", "")
            pickers[found] = Picker(form, found, choices.search(found, self.request.user, text, form.day))
        context = {"form": form, "pickers": pickers, "activity": self.activity, "saved": None}
        return render(self.request, "activities/activity_form.html", context)

    def autosaved(self, form):
        saved = not form.errors
        context = {
            "form": form,
            "activity": self.activity,
            "saved": saved,
            "at": timezone.localtime(),
            "closed": saved and self.activity.state not in EDITABLE_STATES,
        }
        return render(self.request, "activities/_saved.html", context)

    def done(self, action):
        if self.activity.state == Activity.State.SUBMITTED:
            messages.success(self.request, _("Submitted. A reviewer of the lead county verifies it."))
        else:
            messages.success(self.request, _("Kept as a draft. It waits under “to finish” until you submit it."))
        return redirect(self.activity)


class CreatePage(LoggingPage):
    """``?copy=last`` or ``?copy=<id>`` starts from another record."""

    activity = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.reach.logging or request.user.reach.token_is_read_only:
            raise PermissionDenied(_("Only the logger of a county logs activities."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form(initial=self.start()))

    def start(self):
        wanted = self.request.GET.get("copy", "")
        if wanted == "last":
            original = choices.last_logged_by(self.request.user)
            return copy_of(original, self.request.user) if original else blank(self.request.user)
        if not wanted:
            return blank(self.request.user)
        if not (wanted.isdecimal() and len(wanted) < 19):
            raise Http404
        rows = Activity.objects.visible_to(self.request.user).with_parties()
        return copy_of(get_object_or_404(rows, pk=wanted), self.request.user)

    def save(self, form, **steps):
        key = form.cleaned_data["form_key"]
        known = logged_with(key)
        if known is not None:
            get_object_or_404(Activity.objects.manageable_by(self.request.user), pk=known.pk)
        version = form.cleaned_data["version"]
        return save_form(actor=self.request.user, form_key=key, version=version, **steps, **form.content())


class EditPage(LoggingPage):
    def dispatch(self, request, *args, pk, **kwargs):
        rows = (
            Activity.objects.manageable_by(request.user).with_parties().prefetch_related("teams", "works", "speakers")
        )
        self.activity = get_object_or_404(rows, pk=pk)
        self.activity.last_reason = last_reason(self.activity)
        if self.activity.state not in EDITABLE_STATES and request.POST.get("action") != "autosave":
            messages.info(request, _("This record is not open for changes any more."))
            return redirect(self.activity)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        initial = content_of(self.activity) | {"version": self.activity.version}
        return self.show(self.form(initial=initial))

    def form(self, **kwargs):
        return super().form(instance=self.activity, **kwargs)

    def save(self, form, **steps):
        actor, version = self.request.user, form.cleaned_data["version"]
        return edit_activity(actor=actor, activity=self.activity, version=version, **steps, **form.content())


def as_initial(data):
    """Posted values as the initial ones of a form that is shown again without being judged."""
    return {name: data.getlist(name) if name in {*PICKED, "partners"} - {"venue"} else data[name] for name in data}


@require_safe
def partner_choices(request):
    """The chips of the counties again, after the day or the lead was changed. Fragment only."""
    form = ActivityForm(user=request.user, initial=as_initial(request.GET))
    return render(request, "activities/_partner_choices.html", {"form": form})


@require_safe
def picker_choices(request, kind):
    """What fits the typed text, behind what is chosen already. Fragment only."""
    if kind not in PICKED:
        raise Http404
    form = ActivityForm(user=request.user, initial=as_initial(request.GET))
    text = request.GET.get(f"find_{kind}", "").strip()
    found = choices.search(kind, request.user, text, form.day) if text else None
    return render(request, "activities/_picker_options.html", {"picker": Picker(form, kind, found), "text": text})
