"""The steps of a record's life, as buttons: each starts from the rows that the person may move."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from activities.forms.reason import ReasonForm
from activities.models import Activity
from activities.services import life
from activities.views.detail import DetailPage
from core.views import add_to_form


@require_POST
def submit(request, pk):
    activity = get_object_or_404(Activity.objects.manageable_by(request.user), pk=pk)
    try:
        activity = life.submit_activity(actor=request.user, activity=activity)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("activities:edit", pk=pk) if error_is_on_fields(error) else redirect(activity)
    messages.success(request, _("Submitted. A reviewer of the lead county verifies it."))
    return redirect(activity)


@require_POST
def verify(request, pk):
    activity = get_object_or_404(reviewable_rows(request.user), pk=pk)
    version = request.POST.get("version", "")
    try:
        life.verify_activity(
            actor=request.user, activity=activity, version=int(version) if version.isdecimal() else None
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Verified. The corridor's figures count it from now on."))
    return redirect(activity)


@require_POST
def send_back(request, pk):
    return _with_reason(request, pk, life.return_activity, _("Returned. The county's loggers see it with your reason."))


@require_POST
def reopen(request, pk):
    return _with_reason(
        request, pk, life.reopen_activity, _("Re-opened. The figures leave it out until it is verified again.")
    )


@require_POST
def delete(request, pk):
    activity = get_object_or_404(Activity.objects.manageable_by(request.user), pk=pk)
    try:
        life.delete_draft(actor=request.user, activity=activity)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(activity)
    messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": activity.title})
    return redirect("activities:to_finish")


def _with_reason(request, pk, service, done):
    activity = get_object_or_404(reviewable_rows(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            service(actor=request.user, activity=activity, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, done)
            return redirect(activity)
    return _detail_with(request, pk, form)


def _detail_with(request, pk, form):
    """The record's page again, with the refused reason in its field."""
    page = DetailPage(reason_form=form)
    page.setup(request, pk=pk)
    return page.get(request)


def reviewable_rows(user):
    return Activity.objects.visible_to(user).reviewable_by(user)


def error_is_on_fields(error):
    return hasattr(error, "error_dict")
