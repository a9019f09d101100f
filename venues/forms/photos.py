from django import forms
from django.utils.translation import gettext_lazy as _

PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,.heic"


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": PHOTO_TYPES}),
        help_text=_("Kept without the place and the device it was taken with. At most 20 MB."),
    )
    caption = forms.CharField(label=_("What it shows"), max_length=200)
