import datetime as dt
import ipaddress

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import feeds
from accounts.models import ApiToken, Post, PostHolding, Role, User
from belts.models import Region, Unit
from core.forms import ShapeForm
from core.widgets import DateInput

# Bodies whose people hold posts; stations and institutes log through their county.
KINDS_WITH_POSTS = (Unit.Kind.CIVILIZATION_OFFICE, Unit.Kind.PUBLICITY_DEPARTMENT, Unit.Kind.DEPARTMENT)


class ProfileForm(ShapeForm):
    class Meta:
        model = User
        fields = ["name", "email", "notices_by_mail", "language"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class PersonForm(ProfileForm):
    """The same for the system administrator, who also gives the user name once."""

    class Meta(ProfileForm.Meta):
        fields = ["username", "name", "email", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["username"]


class GrantForm(ShapeForm):
    """Role and place of the post, and how long."""

    since = forms.DateField(label=_("since"), widget=DateInput, initial=timezone.localdate)
    until = forms.DateField(
        label=_("until"), widget=DateInput, required=False, help_text=_("The last day; empty when it is not known.")
    )

    class Meta:
        model = Post
        fields = ["role", "region", "unit", "title"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        regions = Region.objects.visible_to(user).on(today).exclude(level=Region.Level.PREFECTURE)
        self.fields["region"].queryset = regions.order_by("code")
        self.fields["unit"].queryset = (
            Unit.objects.visible_to(user).on(today).filter(kind__in=KINDS_WITH_POSTS).order_by("region_id", "name")
        )


class EndPostForm(ShapeForm):
    class Meta:
        model = PostHolding
        fields = ["until"]
        widgets = {"until": DateInput}
        labels = {"until": _("last day")}
        help_texts = {"until": _("Empty: at once, from this minute.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class TokenForm(ShapeForm):
    """What a token is for, what it sees, from where and how long."""

    addresses = forms.CharField(
        label=_("addresses"),
        required=False,
        help_text=_("IP addresses it may be used from, separated by spaces; empty: from anywhere."),
    )
    expires_on = forms.DateField(label=_("last day"), widget=DateInput)

    class Meta:
        model = ApiToken
        fields = ["user", "purpose", "whole_corridor", "places", "may_write"]
        widgets = {"places": forms.CheckboxSelectMultiple}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["user"].queryset = User.objects.visible_to(user).holding_today(Role.API_CLIENT).order_by("username")
        regions = Region.objects.visible_to(user)
        seats = regions.in_corridor(today) | regions.filter(level=Region.Level.PROVINCE)
        self.fields["places"].queryset = seats.order_by("code")

    def clean_addresses(self):
        words = self.cleaned_data["addresses"].replace(",", " ").split()
        try:
            return [str(ipaddress.ip_address(word)) for word in words]
        except ValueError as error:
            message = gettext("Write addresses such as 10.1.2.3, separated by spaces.")
            raise ValidationError(message, code="invalid") from error

    def clean(self):
        """The last day counts whole; the service takes a moment."""
        data = super().clean()
        last_day = data.pop("expires_on", None)
        if last_day:
            end = dt.datetime.combine(last_day, dt.time.max.replace(microsecond=0))
            data["expires_at"] = timezone.make_aware(end)
        return data


class FeedAddressForm(forms.Form):
    """What the calendar shows: one's own choices, and what the page offered that the form was opened from."""

    subject = forms.ChoiceField(label=_("calendar"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.data.get("subject") or self.initial.get("subject", "")
        choices = dict(feeds.offered(user)) | feeds.names_of(user, [asked])
        self.fields["subject"].choices = choices.items()
