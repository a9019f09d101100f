import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, ends_after_start
from core.history import tracked
from volunteers.choices import Dialect, ServiceTime, Skill, State
from volunteers.models.scope import DatedPartQuerySet, PartOfVolunteerQuerySet, VolunteerQuerySet
from volunteers.models.traces import traces_of_home

# The number of the transaction that wrote a row last: the change feed goes by it (docs/adr/0010).
CHANGED_IN = "NEW.changed_in := pg_current_xact_id()::text::bigint; RETURN NEW;"


def words(choices, label):
    return ArrayField(models.CharField(max_length=20, choices=choices), verbose_name=label, default=list, blank=True)


@tracked(exclude=["changed_in"])
class Volunteer(models.Model):
    """A registration (志愿者): what may be known of it without knowing who it is. Who it is stands in ``Identity``.

    One person is one active row, whichever platforms they came from. A row that was merged into another keeps its
    number, which then stands for the other; an erased one keeps what is counted.
    """

    volunteer_no = models.CharField(_("volunteer number"), max_length=12, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="volunteer", editable=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE, editable=False)
    # Without an index of its own: those below begin with it, and are in the order of the list besides.
    home = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="volunteers", verbose_name=_("home county"), db_index=False
    )
    # The code that a platform gave, where the corridor's table of regions knows the province only.
    stated_home = models.CharField(max_length=6, blank=True, editable=False)
    registered_on = models.DateField(_("registered"), default=timezone.localdate, editable=False)
    registered_through = models.ForeignKey(
        "volunteers.Platform", models.PROTECT, related_name="+", verbose_name=_("registered through"), editable=False
    )
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True, editable=False)
    skills = words(Skill.choices, _("skills"))
    times = words(ServiceTime.choices, _("times of service"))
    dialects = words(Dialect.choices, _("languages and dialects"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliases", editable=False
    )
    ended_on = models.DateField(_("ended"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one registration
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    changed_in = models.BigIntegerField(default=0, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_on", "-pk"]
        verbose_name = _("volunteer")
        constraints = [
            models.CheckConstraint(
                name="merged_volunteer_names_the_other",
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into=None)),
                violation_error_message=_("A merged registration names the one it became part of."),
            ),
            models.CheckConstraint(
                name="volunteer_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                violation_error_message=_("A registration is not merged into itself."),
            ),
            models.CheckConstraint(
                name="ended_volunteer_has_a_day",
                condition=Q(state__in=[State.ACTIVE, State.CLAIMED], ended_on=None)
                | Q(state__in=[State.MERGED, State.ERASED], ended_on__isnull=False),
                violation_error_message=_("A registration that ended says on which day."),
            ),
        ]
        indexes = [
            models.Index(fields=["registered_on", "id"], name="volunteer_by_day"),
            # The year of birth is looked at in the index: few are of an age, and of the others no row is read.
            models.Index(fields=["home", "registered_on", "id", "birth_year"], name="volunteer_by_home"),
            models.Index(fields=["changed_in", "id"], name="volunteer_by_change"),
            # The few that are not active: the list of millions would be walked for them.
            models.Index(
                fields=["home", "registered_on", "id"], name="volunteer_not_active", condition=~Q(state=State.ACTIVE)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changed_in",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CHANGED_IN,
            ),
            *traces_of_home(),
        ]

    def __str__(self):
        return self.volunteer_no

    def get_absolute_url(self):
        return reverse("volunteers:volunteer", args=[self.volunteer_no])


@tracked()
class HomeMove(models.Model):
    """A volunteer's move of home county: what was counted before the day stays with the old one."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="moves", verbose_name=_("volunteer"))
    from_region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("from"))
    to_region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("to"))
    moved_on = models.DateField(_("moved"), default=timezone.localdate)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartOfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["moved_on", "pk"]
        verbose_name = _("move")
        constraints = [
            models.CheckConstraint(
                name="home_move_goes_elsewhere",
                condition=~Q(from_region=F("to_region")),
                violation_error_message=_("A move goes to another county."),
            ),
            models.UniqueConstraint(
                fields=["volunteer", "moved_on"],
                name="one_home_move_a_day",
                violation_error_message=_("There is a move on this day already. Move again tomorrow."),
            ),
        ]

    def __str__(self):
        return f"{self.volunteer}: {self.from_region} → {self.to_region}"


@tracked()
class ServiceArea(Dated, models.Model):
    """A county beside home in which a volunteer serves: its staff see them there."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="areas", verbose_name=_("volunteer"))
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("county"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        ordering = ["region", "-since"]
        verbose_name = _("county of service")
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "region"],
                condition=Q(until=None),
                name="one_open_service_area_a_county",
                violation_error_message=_("This county is among them already."),
            ),
            ends_after_start("service_area_ends_after_start", _("The last day is not before the first.")),
        ]

    def __str__(self):
        return f"{self.volunteer}: {self.region}"
