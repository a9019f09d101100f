"""Words of the registry that are chosen from a list. Which documents there are stands in ``volunteers.kinds``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What became of a registration. Only active ones are counted.

    ``claimed``: somebody with a mobile of their own gave a document that is registered already; the county looks at it.
    """

    ACTIVE = "active", pgettext_lazy("a registration", "active")
    CLAIMED = "claimed", _("to be checked")
    MERGED = "merged", _("merged")
    ERASED = "erased", _("erased")


class Skill(models.TextChoices):
    SPEAKING = "speaking", _("public speaking")
    ARTS = "arts", _("music, dance, theatre")
    CALLIGRAPHY = "calligraphy", _("calligraphy, painting")
    SPORT = "sport", _("sport")
    MEDICINE = "medicine", _("medicine, first aid")
    LAW = "law", _("law, mediation")
    TEACHING = "teaching", _("teaching")
    FARMING = "farming", _("farming techniques")
    TECHNOLOGY = "technology", _("computers, electronics")
    PHOTOGRAPHY = "photography", _("photography, video")
    CARE = "care", _("care of the old and of children")
    RESCUE = "rescue", _("rescue, emergencies")
    ENVIRONMENT = "environment", _("environment")
    DRIVING = "driving", _("driving")
    TRANSLATION = "translation", _("translation, sign language")
    OTHER = "other", _("other")


class ServiceTime(models.TextChoices):
    WORKDAYS = "workdays", _("working days")
    EVENINGS = "evenings", _("evenings")
    WEEKENDS = "weekends", _("weekends")
    HOLIDAYS = "holidays", _("holidays")


class Dialect(models.TextChoices):
    MANDARIN = "mandarin", _("Mandarin")
    SICHUANESE = "sichuanese", _("Sichuanese")
    CHONGQING = "chongqing", _("Chongqing speech")
    HAKKA = "hakka", _("Hakka")
    TUJIA = "tujia", _("Tujia")
    TIBETAN = "tibetan", _("Tibetan")
    YI = "yi", _("Yi")
    SIGN_LANGUAGE = "sign_language", _("sign language")


class ConsentPurpose(models.TextChoices):
    """What a person agrees to, each by itself (PIPL art. 14, 23, 25). ``child``: a guardian, under 14 (art. 31)."""

    KEEP = "keep", _("keep my registration")
    SHARE = "share", _("let the other province know it")
    PUBLISH = "publish", _("show my name in lists")
    CHILD = "child", _("keep a child's registration by the rules for children")


class ConsentGiver(models.TextChoices):
    SELF = "self", _("the person")
    GUARDIAN = "guardian", _("the guardian")
    PLATFORM = "platform", _("the person, on a platform")


class Relation(models.TextChoices):
    """Of a guardian to the child (Civil Code art. 27)."""

    PARENT = "parent", _("mother or father")
    GRANDPARENT = "grandparent", _("grandmother or grandfather")
    SIBLING = "sibling", _("sister or brother of age")
    OTHER = "other", _("another guardian")


class FeedScope(models.TextChoices):
    """Whose changes a platform may pull."""

    NONE = "none", _("nobody's")
    OWN = "own", _("those with an account on it")
    PROVINCE = "province", _("those of its province, and those of the other side who agreed")


class TransferKind(models.TextChoices):
    FEED = "feed", _("change feed")
    PUSH = "push", _("answer to a delivery")
    WEBHOOK = "webhook", _("webhook")
    EXPORT = "export", _("export")
    PAGE = "page", _("looked at in the portal")


class WebhookEvent(models.TextChoices):
    """What a platform is told of without asking."""

    CHANGED = "changed", _("there are changes to pull")
    BEGUN_ANEW = "begun_anew", _("the feed began anew")


class RowVerdict(models.TextChoices):
    """What became of a row that a platform delivered."""

    CREATED = "created", pgettext_lazy("a delivered row", "created")
    LINKED = "linked", pgettext_lazy("a delivered row", "linked")
    UPDATED = "updated", pgettext_lazy("a delivered row", "updated")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")

    @classmethod
    def tallied(cls, totals):
        """[(label, count), …] of every verdict, in order."""
        return [(verdict.label, totals.get(verdict.value, 0)) for verdict in cls]


class Likeness(models.TextChoices):
    """Why two registrations may be one person."""

    SAME_DOCUMENT = "same_document", _("the same document, with another mobile")
    NAME_BIRTH_MOBILE = "name_birth_mobile", _("the same name, birth date and mobile")
    TWO_DOCUMENTS = "two_documents", _("the same person with two documents")


class Corrected(models.TextChoices):
    """What a person may say is kept wrongly. The mobile is changed by a code to the new one."""

    NAME = "name", _("full name")
    DOCUMENT = "document", _("document")
    BIRTH_DATE = "birth_date", _("birth date")


class Revealed(models.TextChoices):
    """What may be looked at in clear, with a right and a reason."""

    DOCUMENT = "document", _("number of the document")
    MOBILE = "mobile", _("mobile number")
    GUARDIAN_DOCUMENT = "guardian_document", _("number of the guardian's document")
    GUARDIAN_MOBILE = "guardian_mobile", _("mobile number of the guardian")


class AgeBand(models.TextChoices):
    """By the birthday of the year, for the portal keeps no more than the year beside what is counted."""

    CHILD = "under_14", _("under 14")
    YOUTH = "14_17", _("14 to 17")
    YOUNG = "18_34", _("18 to 34")
    MIDDLE = "35_59", _("35 to 59")
    OLD = "60_on", _("60 and over")


# The youngest and oldest age of each band, both included.
AGES = {
    AgeBand.CHILD: (0, 13),
    AgeBand.YOUTH: (14, 17),
    AgeBand.YOUNG: (18, 34),
    AgeBand.MIDDLE: (35, 59),
    AgeBand.OLD: (60, 199),
}


def age_band_of(birth_year, year):
    """The band of somebody born in one year, in another; None where the year of birth is not known."""
    if birth_year is None:
        return None
    return next(band for band, (_least, most) in AGES.items() if year - birth_year <= most)


class Whose(models.TextChoices):
    """Which of the people that a county reads a list holds."""

    HOME = "home", _("at home here")
    SERVING = "serving", _("of elsewhere, serving here")
    ALL = "all", _("both")
