from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a venue is (domain.md §6)."""

    COMPLEX = "complex", _("demonstration complex")
    SQUARE = "square", _("practice square")
    CUSTOM_HALL = "custom_hall", _("new-custom hall")
    THEME_PARK = "theme_park", _("theme park")
    CENTRE = "centre", _("practice centre")
    INSTITUTE = "institute", _("practice institute")
    STATION = "station", _("practice station")
    JOINT_STATION = "joint_station", _("joint service station")
    ENTERPRISE_BASE = "enterprise_base", _("24-hour enterprise community base")
    MEDIATION_ROOM = "mediation_room", _("joint mediation room")
    RIGHTS_STATION = "rights_station", _("women and children's rights station")
    LIBRARY = "library", _("library")
    CULTURE_CENTRE = "culture_centre", _("culture centre")
    ROOM = "room", _("hall or room")
    OTHER = "other", _("other")


class Facility(models.TextChoices):
    """What a borrower asks for."""

    STAGE = "stage", _("stage")
    SOUND = "sound", _("sound system")
    PROJECTOR = "projector", _("projector or screen")
    LIVESTREAM = "livestream", _("live stream")
    WIFI = "wifi", _("wireless network")
    AIR_CONDITIONING = "air_conditioning", _("air conditioning")
    PARKING = "parking", _("parking")
    KITCHEN = "kitchen", _("kitchen")
    TOILET = "toilet", _("toilet")
    STEP_FREE = "step_free", _("step-free entrance")
    ACCESSIBLE_TOILET = "accessible_toilet", _("accessible toilet")
    HEARING_LOOP = "hearing_loop", _("hearing loop")


class Limit(models.TextChoices):
    """A rule of booking, as a whole number; of several that apply the strictest wins."""

    DAYS_AHEAD = "days_ahead", _("how far ahead (days)")
    HOURS_BEFORE = "hours_before", _("asked for how long before (hours)")
    LONGEST = "longest", _("how long (minutes)")
    OPEN_REQUESTS = "open_requests", _("open requests of one unit")
    NEIGHBOUR_HOURS = "neighbour_hours", _("hours a month for other counties")
    SETUP = "setup", _("set-up before (minutes)")
    CLEANUP = "cleanup", _("clean-up after (minutes)")


# Of these the largest number is the strictest; of the others the smallest.
LARGEST_IS_STRICTEST = frozenset({Limit.HOURS_BEFORE, Limit.SETUP, Limit.CLEANUP})


class Purpose(models.TextChoices):
    ACTIVITY = "activity", _("activity")
    MEETING = "meeting", _("meeting")
    OTHER = "other", _("other")
