from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity, Attachment
from activities.services import attachments as services
from core.views import shown_photo, stored_file


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
    if attachment.kind != Attachment.Kind.PHOTO:
        return stored_file(attachment.file, name=attachment.name, media_type=attachment.media_type)
    stored = attachment.thumbnail if size == "small" and attachment.thumbnail else attachment.file
    return shown_photo(stored, name=f"{attachment.name.rsplit('.', 1)[0]}.jpg")
