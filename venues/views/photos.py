from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.views import shown_photo
from venues.forms.photos import PhotoForm
from venues.models import Venue, VenuePhoto
from venues.services import photos as services


@require_POST
def add(request, pk):
    venue = get_object_or_404(Venue.objects.manageable_by(request.user), pk=pk)
    form = PhotoForm(request.POST, request.FILES)
    problems = [message for found in form.errors.values() for message in found]
    if not problems:
        upload, caption = form.cleaned_data["file"], form.cleaned_data["caption"]
        try:
            services.add_photo(actor=request.user, venue=venue, upload=upload, caption=caption)
        except ValidationError as error:
            problems = error.messages
    for problem in problems:
        messages.error(request, problem)
    return redirect(f"{venue.get_absolute_url()}#photos")


@require_POST
def remove(request, pk):
    photo = get_object_or_404(VenuePhoto.objects.manageable_by(request.user), pk=pk)
    venue = services.remove_photo(actor=request.user, photo=photo)
    return redirect(f"{venue.get_absolute_url()}#photos")


@require_safe
def show(request, pk, size=""):
    photo = get_object_or_404(VenuePhoto.objects.visible_to(request.user), pk=pk)
    return shown_photo(photo.thumbnail if size == "small" else photo.file, name=f"{photo.pk}.jpg")
