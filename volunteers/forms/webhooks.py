from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.choices import WebhookEvent
from volunteers.models import Platform, Webhook


class WebhookForm(forms.Form):
    """Where a platform is told of what; which addresses are fit is the service's to say."""

    platform = forms.ModelChoiceField(Platform.objects.none(), label=_("Platform"), empty_label=_("choose"))
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_(
            "Begins with https://. Addresses of private networks are refused unless the settings name the host."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    told_of = forms.MultipleChoiceField(
        label=_("Told of"), choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = Platform.objects.manageable_by(user)
        self.fields["told_of"].initial = list(WebhookEvent.values)


class WebhookChangeForm(WebhookForm):
    active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("While it is not, nothing is sent; what changes meanwhile is told later."),
    )

    def __init__(self, *args, webhook: Webhook, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["platform"]
        self.initial = {"address": webhook.address, "told_of": webhook.told_of, "active": webhook.active} | self.initial
