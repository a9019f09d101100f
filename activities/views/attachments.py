from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity, Attachment
from activities.services import attachments as services

ONE_DAY = 24 * 3600


@require_POST
def attach(request, pk):
    """Keep every file of the form; each that is refused says why, the others are kept."""
    activity = get_object_or_404(Activity.objects.manageable_by(request.user), pk=pk)
    kept = 0
    for upload in request.FILES.getlist("files"):
        try:
            services.attach(actor=request.user, activity=activity, upload=upload)
        except ValidationError as error:
            messages.error(request, f"{upload.name}: {' '.join(error.messages)}")
        else:
            kept += 1
    if kept:
        messages.success(request, ngettext("%(count)d file kept.", "%(count)d files kept.", kept) % {"count": kept})
    elif not request.FILES:
        messages.error(request, _("Choose a photo or a file first."))
    return redirect(f"{activity.get_absolute_url()}#attachments")


@require_POST
def remove(request, pk):
    attachment = get_object_or_404(Attachment.objects.manageable_by(request.user), pk=pk)
    activity = services.remove_attachment(actor=request.user, attachment=attachment)
    return redirect(f"{activity.get_absolute_url()}#attachments")


@require_safe
def show(request, pk, size=""):
    """The photo or its thumbnail; any other file only as a download."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    is_photo = attachment.kind == Attachment.Kind.PHOTO
    stored = attachment.thumbnail if size == "small" and attachment.thumbnail else attachment.file
    try:
        body = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = attachment.name if not is_photo else f"{attachment.name.rsplit('.', 1)[0]}.jpg"
    response = FileResponse(body, as_attachment=not is_photo, filename=name, content_type=attachment.media_type)
    response["Cache-Control"] = f"private, max-age={ONE_DAY}"
    return response
