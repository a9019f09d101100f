from activities.models.activity import (
    Activity,
    ActivityParty,
    ActivitySpeaker,
    ActivityStep,
    ActivityTeam,
    ActivityWork,
    Audience,
    Kind,
    Task,
)
from activities.models.attachment import Attachment
from activities.models.brand import Brand
from activities.models.candidate import Comparison, DuplicateCandidate
from activities.models.team import Team, TeamMember
from activities.models.work import Work, WorkAuthor, WorkVersion

__all__ = [
    "Activity",
    "ActivityParty",
    "ActivitySpeaker",
    "ActivityStep",
    "ActivityTeam",
    "ActivityWork",
    "Attachment",
    "Audience",
    "Brand",
    "Comparison",
    "DuplicateCandidate",
    "Kind",
    "Task",
    "Team",
    "TeamMember",
    "Work",
    "WorkAuthor",
    "WorkVersion",
]
