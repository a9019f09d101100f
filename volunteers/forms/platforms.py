from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from volunteers.choices import FeedScope


class PlatformForm(forms.Form):
    """Whose account delivers for a platform, and whose changes it may pull."""

    client = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=_("account of the system"),
        empty_label=_("none: nothing is delivered"),
        help_text=_("Accounts with the post “API client”. It also needs a token that may write."),
    )
    feed_scope = forms.ChoiceField(label=_("may pull"), choices=FeedScope.choices)
    pulls_signed = forms.BooleanField(
        label=_("signs what it pulls"), required=False,
        help_text=_("Each pull of the change feed carries a signature, as each delivery does. Off: the token alone."),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        clients = User.objects.visible_to(user).holding_today(Role.API_CLIENT)
        self.fields["client"].queryset = clients.order_by("username")
