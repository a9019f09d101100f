"""The words that a record is sorted by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    LECTURE = "lecture", _("lecture")
    MASS_CULTURE = "mass_culture", _("mass culture")
    SPORT = "sport", _("sport")
    READING = "reading", _("reading")
    VOLUNTEER_SERVICE = "volunteer_service", _("volunteer service")
    TOURISM = "tourism", _("tourism")
    MEDIATION = "mediation", _("mediation")
    ECONOMY = "economy", _("civilization practice and economy")
    TRAINING = "training", _("training")
    OTHER = "other", _("other kind")


class Task(models.TextChoices):
    """The five key tasks of the joint plan of June 2024 “巴蜀同脉 文明同行”."""

    THEORY = "theory", _("① spreading theory")
    VALUES = "values", _("② mainstream values")
    CULTURE = "culture", _("③ cultural life")
    CUSTOMS = "customs", _("④ changing customs")
    MUTUAL_HELP = "mutual_help", _("⑤ mutual help")


# The task that a kind serves as a rule: the logging page starts from it, a person may choose another.
USUAL_TASK = {
    Kind.LECTURE: Task.THEORY,
    Kind.MASS_CULTURE: Task.CULTURE,
    Kind.SPORT: Task.CULTURE,
    Kind.READING: Task.CULTURE,
    Kind.TOURISM: Task.CULTURE,
    Kind.VOLUNTEER_SERVICE: Task.MUTUAL_HELP,
    Kind.MEDIATION: Task.MUTUAL_HELP,
}


class Audience(models.TextChoices):
    """How a number of people is known. The three are never added silently."""

    NAMED = "named", _("named (sign-in)")
    COUNTED = "counted", _("counted")
    ESTIMATED = "estimated", _("estimated")
