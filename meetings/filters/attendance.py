"""What lists of invitations, attendees and minutes are narrowed by."""

from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.filters import KeyFilter, StrictFilterSet, words
from core.scoping import visible
from meetings.models import Attendee, Body, Invitation, JointMeeting, MeetingState, Minutes


class InvitationFilter(StrictFilterSet):
    meeting = KeyFilter(queryset=visible(JointMeeting), label=_("Meeting"))
    region = KeyFilter(queryset=visible(Region), label=_("Region"))
    reply = words(Invitation.Reply.choices, _("Reply"))

    class Meta(StrictFilterSet.Meta):
        model = Invitation
        fields = ["meeting", "region", "reply"]


class AttendeeFilter(StrictFilterSet):
    meeting = KeyFilter(queryset=visible(JointMeeting), field_name="invitation__meeting", label=_("Meeting"))
    region = KeyFilter(queryset=visible(Region), field_name="invitation__region", label=_("Region"))
    presence = words(Attendee.Presence.choices, _("Presence"))
    role = words(Attendee.Role.choices, _("Attends as"))

    class Meta(StrictFilterSet.Meta):
        model = Attendee
        fields = ["meeting", "region", "presence", "role"]


class MinutesFilter(StrictFilterSet):
    meeting = KeyFilter(queryset=visible(JointMeeting), label=_("Meeting"))
    body = KeyFilter(queryset=visible(Body), label=_("Body"))
    state = words(MeetingState.choices, _("State"), field_name="meeting__state")

    class Meta(StrictFilterSet.Meta):
        model = Minutes
        fields = ["meeting", "body", "state"]
