"""How the OpenAPI document calls sets of words that several shapes share; without a name it would number them."""

SETS_OF_WORDS = {
    "ActivityKind": "activities.models.Kind",
    "ActivityPrecision": "activities.models.Activity.Precision",
    "ActivityState": "activities.models.Activity.State",
    "BodyKind": "meetings.models.Body.Kind",
    "CalendarDayKind": "core.models.CalendarDay.Kind",
    "HandoverState": "meetings.models.Handover.State",
    "ListEntryKind": "meetings.models.ListEntry.Kind",
    "MeetingPrecision": "meetings.models.JointMeeting.Precision",
    "MeetingState": "meetings.models.MeetingState",
    "ProposedItemKind": "meetings.forms.agenda.KINDS",
    "RegionLevel": "belts.models.Region.Level",
    "ResolutionState": "meetings.models.Resolution.State",
    "ResolutionStepKind": "meetings.models.ResolutionStep.Kind",
    "TeamKind": "activities.models.Team.Kind",
    "VenueKind": "venues.models.kinds.Kind",
    "VolunteerState": "volunteers.choices.State",
    "Weekday": "venues.models.opening.WEEKDAYS",
    "WorkKind": "activities.models.Work.Kind",
}
