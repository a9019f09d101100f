from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DayRange, ends_after_start
from core.history import tracked
from meetings.models.scope import BodyMemberQuerySet, BodyQuerySet

REMINDER_DAYS = [30, 15, 7, 1]


def reminder_days():
    return list(REMINDER_DAYS)


@tracked()
class Body(Dated, models.Model):
    """Who meets: the two provincial offices, the counties of a belt, or a body of its own. Cadence and clocks are data.

    The members of a belt's body are the belt's, those of the provincial body the two provinces; only bodies of another
    kind have members of their own (``BodyMember``). See ``meetings.queries.bodies.members_of``.
    """

    class Kind(models.TextChoices):
        PROVINCIAL = "provincial", _("provincial joint meeting")
        REGIONAL = "regional", _("regional joint meeting")
        OTHER = "other", _("another body")

    class Cadence(models.TextChoices):
        HALF_YEAR = "half_year", _("every half-year")
        QUARTER = "quarter", _("every quarter")
        NONE = "none", _("as needed")

    code = models.SlugField(_("code"), primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    belt = models.OneToOneField(
        "belts.Belt", models.PROTECT, null=True, blank=True, related_name="body", verbose_name=_("belt")
    )
    cadence = models.CharField(_("meets"), max_length=10, choices=Cadence.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("forwards items to")
    )
    first_host = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first host")
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(), default=reminder_days, verbose_name=_("reminders, days before")
    )
    call_days = models.PositiveSmallIntegerField(_("call for items, days before"), default=30)
    lock_days = models.PositiveSmallIntegerField(_("agenda locked, days before"), default=10)
    notice_days = models.PositiveSmallIntegerField(_("notice, days before"), default=7)
    papers_for_members = models.BooleanField(_("papers are for members only"), default=True)
    source = models.CharField(_("source"), max_length=300)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "belt", "code"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            ends_after_start("body_ends_after_start", _("The last day is not before the first.")),
            models.CheckConstraint(
                name="regional_body_has_its_belt",
                condition=Q(kind="regional", belt__isnull=False) | (~Q(kind="regional") & Q(belt=None)),
                violation_error_message=_("A regional joint meeting names its belt, and no other body does."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="provincial"),
                name="one_provincial_body",
                violation_error_message=_("There is one provincial joint meeting."),
            ),
            models.CheckConstraint(
                name="body_clocks_are_in_order",
                condition=Q(call_days__gte=F("lock_days")) & Q(lock_days__gte=F("notice_days")),
                violation_error_message=_("The call comes before the lock, and the lock before the notice."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:body", args=[self.pk])


@tracked()
class BodyMember(Dated, models.Model):
    """A county's seat in a body that is neither a belt's nor the provincial one."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="members", verbose_name=_("body"))
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    objects = BodyMemberQuerySet.as_manager()

    class Meta:
        ordering = ["body", "since", "region"]
        verbose_name = _("member of a body")
        constraints = [
            ends_after_start("body_member_ends_after_start", _("The last day is not before the first.")),
            ExclusionConstraint(
                name="one_seat_in_a_body_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (DayRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This region sits in the body in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.body}: {self.region}"
