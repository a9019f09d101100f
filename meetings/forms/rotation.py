from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Region

LONGEST_REASON = 300


class _AskForm(forms.Form):
    """What is asked of another county. ``lines``: those of the projection that the person's own county may offer."""

    year = forms.TypedChoiceField(label=_("Your turn"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)

    def __init__(self, *args, user, belt, lines, **kwargs):
        super().__init__(*args, **kwargs)
        own = user.reach.reviewing
        self.belt, self.lines = belt, lines
        mine = [line for line in self.offered(lines) if line.region.pk in own]
        self.fields["year"].choices = [(line.year, f"{line.year} · {line.region}") for line in mine]

    def offered(self, lines):
        return lines

    @property
    def has_turns(self):
        return bool(self.fields["year"].choices)


class SwapForm(_AskForm):
    other_year = forms.TypedChoiceField(label=_("Their turn"), coerce=int)
    field_order = ["year", "other_year", "reason"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        others = [line for line in self.offered(self.lines) if line.region.pk not in user.reach.reviewing]
        self.fields["other_year"].choices = [(line.year, f"{line.year} · {line.region}") for line in others]

    def offered(self, lines):
        return [line for line in lines if not line.certain]


class SubstituteForm(_AskForm):
    region = forms.ModelChoiceField(label=_("Who stands in"), queryset=Region.objects.none())
    field_order = ["year", "region", "reason"]

    def __init__(self, *args, user, belt, **kwargs):
        super().__init__(*args, user=user, belt=belt, **kwargs)
        members = belt.memberships.on(timezone.localdate()).values("region_id")
        others = Region.objects.visible_to(user).filter(pk__in=members).exclude(pk__in=user.reach.reviewing)
        self.fields["region"].queryset = others


class DeclineForm(forms.Form):
    answer = forms.CharField(label=_("Why not"), max_length=LONGEST_REASON)
