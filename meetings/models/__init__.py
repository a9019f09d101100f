from meetings.models.agenda import AgendaItem, AgendaSource, Paper
from meetings.models.attendance import Attendee, Invitation
from meetings.models.bodies import Body, BodyMember
from meetings.models.handover import Handover
from meetings.models.lists import ListEntry
from meetings.models.meeting import JointMeeting, MeetingState, MeetingStep
from meetings.models.minutes import Countersignature, Minutes
from meetings.models.resolutions import ColourPolicy, Evidence, Resolution, ResolutionParty, ResolutionStep
from meetings.models.rotation import ConvenerTerm, Rotation, RotationPlace, TurnChange

__all__ = [
    "AgendaItem",
    "AgendaSource",
    "Attendee",
    "Body",
    "BodyMember",
    "ColourPolicy",
    "ConvenerTerm",
    "Countersignature",
    "Evidence",
    "Handover",
    "Invitation",
    "JointMeeting",
    "ListEntry",
    "MeetingState",
    "MeetingStep",
    "Minutes",
    "Paper",
    "Resolution",
    "ResolutionParty",
    "ResolutionStep",
    "Rotation",
    "RotationPlace",
    "TurnChange",
]
