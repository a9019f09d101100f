"""Giving a meeting its day and place, and the steps that say why."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belts.models import Region
from core.fields import ClockField, DayField
from core.widgets import DateTimeInput
from meetings.models import JointMeeting, MeetingStep
from meetings.queries.bodies import members_of
from meetings.queries.sessions import merge_choices
from venues.models import Venue

LONGEST_REASON = MeetingStep._meta.get_field("reason").max_length
FIELD_OF = {"starts_at": "day", "ends_at": "ends"}  # where the form shows what a service says of these


class DayForm(forms.Form):
    """A day, from when to when on it, and where."""

    day = DayField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From"))
    ends = ClockField(label=gettext_lazy("To"))
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("Venue"),
        required=False,
        empty_label=gettext_lazy("no venue of the portal"),
        help_text=gettext_lazy("It is asked for at once; moving or postponing the meeting moves or frees it."),
    )
    place = forms.CharField(
        label=gettext_lazy("Place in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where no venue of the portal is chosen, or which room of it."),
    )
    items_until = forms.DateTimeField(
        label=gettext_lazy("Items until"),
        required=False,
        widget=DateTimeInput,
        help_text=gettext_lazy("Left empty: the evening on which the body locks its agenda."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where the day lies after the meeting's period."),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, body, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Venue.objects.visible_to(user).on(timezone.localdate()).filter(bookable=True)
        self.fields["venue"].queryset = self.near(rows, body)

    @staticmethod
    def near(rows, body):
        """Halls of the counties that sit in the body; of a province those of all its counties."""
        codes = [region.pk for region in members_of(body, timezone.localdate())]
        found = rows.filter(region__in=codes) | rows.filter(region__province__in=codes)
        return found.select_related("region").order_by("region", "name", "pk")

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ValidationError(_("The end is not before the start."), code="ends_before_start"))
        return data

    def content(self):
        """What the services take."""
        data = dict(self.cleaned_data)
        day, starts, ends = (data.pop(name) for name in ("day", "starts", "ends"))
        moments = {"starts_at": _moment(day, starts), "ends_at": _moment(day, ends)}
        return data | moments


def _moment(day, time):
    return timezone.make_aware(dt.datetime.combine(day, time))


class PlanForm(DayForm):
    """A meeting that has no day yet. Who hosts is asked where no turn says it."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty: the body and the period."),
    )
    host = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Host"), required=False)
    field_order = ["day", "starts", "ends", "venue", "place", "title", "host", "items_until", "reason", "version"]

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, body=body, **kwargs)
        if body.kind == body.Kind.OTHER:
            codes = [region.pk for region in members_of(body, timezone.localdate())]
            self.fields["host"].queryset = Region.objects.filter(pk__in=codes)
        else:
            del self.fields["host"]


class AddForm(PlanForm):
    """A meeting of no period needs no reason and has no version."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["reason"], self.fields["version"]


class MoveForm(DayForm):
    @classmethod
    def values_of(cls, meeting):
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at or meeting.starts_at)
        return {
            "day": starts.date(), "starts": starts.time(), "ends": ends.time(), "venue": meeting.venue_id,
            "place": meeting.place, "version": meeting.version,
        }  # fmt: skip


class StepForm(forms.Form):
    """Which version was read; and for some steps why, and into which meeting."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    into = forms.ModelChoiceField(JointMeeting.objects.none(), label=gettext_lazy("Into which meeting"))
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, meeting, step, **kwargs):
        super().__init__(*args, auto_id=f"{step}_%s", **kwargs)
        if step != "merge":
            del self.fields["into"]
        else:
            self.fields["into"].queryset = merge_choices(meeting)
        if step not in ("merge", "postpone"):
            del self.fields["reason"]
