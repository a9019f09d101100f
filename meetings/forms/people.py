from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belts.models import Region
from meetings.models import Attendee, Invitation

MOST_ROWS = 30
LEAST_ROWS, BLANK_ROWS = 4, 2
ARRIVALS = 3


class PersonForm(forms.Form):
    """One line of a list of people; an empty line is nobody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=50, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=100, required=False)
    rank = forms.CharField(label=gettext_lazy("Post"), max_length=100, required=False)
    stands_in_for = forms.CharField(label=gettext_lazy("Stands in for"), max_length=50, required=False)

    def clean(self):
        if any(self.cleaned_data.values()) and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError(_("Write the name too."), code="required"))
        return self.cleaned_data

    @property
    def is_named(self):
        return bool(self.cleaned_data.get("name"))


class ReplyForm(forms.Form):
    """The answer and the lines of people, ``rows``, each under a prefix of its own."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Reply"),
        choices=[choice for choice in Invitation.Reply.choices if choice[0] != Invitation.Reply.NONE],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Whoever is excused says why. Read by members and offices."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, invitation, people=(), **kwargs):
        values = {"reply": invitation.reply, "note": invitation.note, "version": invitation.version}
        super().__init__(*args, initial=values, **kwargs)
        people = [vars(row) for row in people]
        if self.is_bound:
            made = [PersonForm(self.data, prefix=f"person-{place}") for place in range(MOST_ROWS)]
            self.rows = made[
                : max(LEAST_ROWS, 1 + max((i for i, row in enumerate(made) if row.has_changed()), default=0))
            ]
        else:
            count = min(max(LEAST_ROWS, len(people) + BLANK_ROWS), MOST_ROWS)
            people += [{}] * (count - len(people))
            self.rows = [PersonForm(prefix=f"person-{place}", initial=row) for place, row in enumerate(people)]

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    @property
    def people(self):
        return [row.cleaned_data for row in self.rows if row.is_named]


class ObserverForm(forms.Form):
    region = forms.ModelChoiceField(label=gettext_lazy("Region"), queryset=Region.objects.none())

    def __init__(self, *args, user, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        invited = meeting.invitations.values("region_id")
        self.fields["region"].queryset = Region.objects.visible_to(user).exclude(pk__in=invited).order_by("pk")


class ArrivalForm(PersonForm):
    """Who came unannounced, and for which of the invited regions."""

    invitation = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Invitation.objects.none(), required=False
    )
    field_order = ["invitation", "name", "unit", "rank", "stands_in_for"]

    def __init__(self, *args, invitations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["invitation"].queryset = invitations
        self.fields["invitation"].label_from_instance = lambda row: str(row.region)

    def clean(self):
        super().clean()
        if self.is_named and not self.cleaned_data.get("invitation") and "invitation" not in self.errors:
            self.add_error("invitation", ValidationError(_("Say for which region."), code="required"))
        return self.cleaned_data


class SheetForm(forms.Form):
    """The whole sheet in its order: a choice for each person, and lines for those who came unannounced."""

    rest_present = forms.BooleanField(label=gettext_lazy("Whoever is not marked below was present"), required=False)
    PRESENCES = [choice for choice in Attendee.Presence.choices if choice[0] != Attendee.Presence.EXPECTED]

    def __init__(self, *args, attendees, invitations, **kwargs):
        super().__init__(*args, **kwargs)
        self.attendees = attendees
        for row in attendees:
            words = " · ".join(filter(None, [str(row.invitation.region), row.name, row.unit, row.rank]))
            self.fields[f"presence_{row.pk}"] = forms.ChoiceField(
                label=words,
                choices=self.PRESENCES,
                widget=forms.RadioSelect,
                required=False,
                initial="" if row.presence == Attendee.Presence.EXPECTED else row.presence,
            )
        data = self.data if self.is_bound else None
        given = {"invitations": invitations}
        self.arrivals = [ArrivalForm(data, prefix=f"arrival-{place}", **given) for place in range(ARRIVALS)]

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.arrivals)])

    @property
    def lines(self):
        return [self[f"presence_{row.pk}"] for row in self.attendees]

    @property
    def sheet(self):
        """What the service takes."""
        chosen = {row.pk: self.cleaned_data[f"presence_{row.pk}"] for row in self.attendees}
        return {
            "presences": {key: word for key, word in chosen.items() if word},
            "arrivals": [row.cleaned_data for row in self.arrivals if row.is_named],
            "rest_present": self.cleaned_data["rest_present"],
        }
