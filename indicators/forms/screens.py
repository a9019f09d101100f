"""What a new big screen is asked."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from indicators.queries.screen_places import places_open_to


class ScreenForm(forms.Form):
    title = forms.CharField(
        label=_("Where it hangs"),
        max_length=100,
        help_text=_("So that it is known again: “hall of the service centre”."),
    )
    place = forms.ChoiceField(label=_("What the screen shows"))
    language = forms.ChoiceField(label=_("Language of the screen"), choices=settings.LANGUAGES, initial="zh-hans")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(word, place.label) for word, place in places_open_to(user).items()]
