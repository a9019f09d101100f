import datetime as dt

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from activities.models.kinds import Audience, Kind, Task
from activities.models.scope import ActivityQuerySet, PartOfActivityQuerySet
from core.dated import ends_after_start
from core.history import tracked, tracked_links
from core.search import Bigrams

FIRST_DAY = dt.date(2000, 1, 1)
SEARCHED_FIELDS = ("title", "place", "summary")


@tracked()
class Activity(models.Model):
    """One event, logged once by its lead county and credited to every party.

    Cross-province and touring follow from parties and teams (``activities.models.scope``) and are never typed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        VERIFIED = "verified", _("verified")
        REOPENED = "reopened", _("re-opened")
        MERGED = "merged", _("merged into another record")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    class Origin(models.TextChoices):
        PORTAL = "portal", _("logged in the portal")
        IMPORT = "import", _("imported")
        API = "api", _("sent by a system")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    task = models.CharField(_("key task"), max_length=20, choices=Task.choices, blank=True)
    summary = models.TextField(_("summary"), max_length=5000, blank=True)
    # A record known to the month or year spans it: starts_on is its first day, ends_on its last.
    starts_on = models.DateField(_("from"), db_index=True)
    ends_on = models.DateField(_("to"))
    precision = models.CharField(_("known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_region = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region of the place")
    )
    venue = models.ForeignKey(
        "venues.Venue", models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("venue")
    )
    booking = models.OneToOneField(
        "venues.Booking", models.PROTECT, null=True, blank=True, editable=False, related_name="activity"
    )
    organisers = models.CharField(
        _("organisers"),
        max_length=500,
        blank=True,
        help_text=_("As the source names them, where they are no unit of the portal."),
    )
    brand = models.ForeignKey(
        "activities.Brand", models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("brand")
    )
    teams = models.ManyToManyField("activities.Team", related_name="activities", blank=True, verbose_name=_("teams"))
    works = models.ManyToManyField("activities.Work", related_name="activities", blank=True, verbose_name=_("works"))
    audience = models.PositiveIntegerField(_("audience"), null=True, blank=True)
    audience_basis = models.CharField(_("how counted"), max_length=10, choices=Audience.choices, blank=True)
    audience_method = models.CharField(_("method of the estimate"), max_length=200, blank=True)
    volunteers = models.PositiveIntegerField(_("volunteers"), null=True, blank=True)

    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.PORTAL, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_id = models.CharField(_("id in the source"), max_length=100, blank=True)
    source_note = models.CharField(_("where the source found it"), max_length=1000, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # a stale form carries an older one
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one record
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("logged"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", editable=False)
    verified_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_records", editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("activity")
        indexes = [
            models.Index("starts_on", "id", name="activity_by_day"),
            # The statistics count by state and day, and read no more of the row than this index holds.
            models.Index(
                fields=["state", "starts_on", "id"],
                include=["kind", "precision", "audience", "audience_basis"],
                name="activity_by_state_and_day",
            ),
            models.Index("kind", "starts_on", "id", name="activity_by_kind_and_day"),
            GinIndex(Bigrams(*map(F, SEARCHED_FIELDS)), name="activity_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="activity_once_from_a_source",
                violation_error_message=_("This source has sent a record with this id already."),
            ),
            ends_after_start(
                "activity_ends_after_start", _("The end is not before the start."), since="starts_on", until="ends_on"
            ),
            models.CheckConstraint(
                name="activity_day_is_likely",
                condition=Q(starts_on__gte=FIRST_DAY, ends_on__lt=dt.date(2100, 1, 1)),
                violation_error_message=_("The day lies between 2000 and 2099."),
            ),
            models.CheckConstraint(
                name="activity_times_in_order",
                condition=Q(starts_at=None)
                | Q(ends_at=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end is not before the start."),
            ),
            models.CheckConstraint(
                name="activity_audience_says_how_counted",
                condition=Q(audience=None, audience_basis="") | (Q(audience__isnull=False) & ~Q(audience_basis="")),
                violation_error_message=_("Say how the audience was counted: named, counted or estimated."),
            ),
            models.CheckConstraint(
                name="activity_estimate_says_its_method",
                condition=~Q(audience_basis="estimated") | ~Q(audience_method=""),
                violation_error_message=_("Say how the audience was estimated."),
            ),
            models.CheckConstraint(
                name="activity_verified_by_another",
                condition=Q(verified_by=None)
                | (~Q(verified_by=F("created_by")) & (Q(submitted_by=None) | ~Q(verified_by=F("submitted_by")))),
                violation_error_message=_("Nobody verifies a record that they logged or submitted."),
            ),
            models.CheckConstraint(
                name="activity_verified_names_the_reviewer",
                condition=Q(state="verified", verified_by__isnull=False) | (~Q(state="verified") & Q(verified_by=None)),
                violation_error_message=_("A verified record names who verified it."),
            ),
            models.CheckConstraint(
                name="activity_merged_names_the_other",
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                violation_error_message=_("A merged record names the record that it became part of."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activities:detail", args=[self.pk])

    @property
    def period(self):
        """When it was, in words, as exactly as it is known."""
        if self.precision == self.Precision.DAY:
            words = [date_format(day, "DATE_FORMAT") for day in (self.starts_on, self.ends_on)]
        elif self.precision == self.Precision.MONTH:
            words = [date_format(day, "YEAR_MONTH_FORMAT") for day in (self.starts_on, self.ends_on)]
        else:
            words = [_("year %(year)d") % {"year": day.year} for day in (self.starts_on, self.ends_on)]
        times = "–".join(time_format(moment, "H:i") for moment in (self.starts_at, self.ends_at) if moment)
        return f"{' – '.join(dict.fromkeys(words))} {times}".strip()

    @property
    def lead(self):
        """The lead party, or None while the draft has none. Uses prefetched parties."""
        return next((party for party in self.parties.all() if party.role == ActivityParty.Role.LEAD), None)

    @property
    def partners(self):
        return [party for party in self.parties.all() if party.role == ActivityParty.Role.PARTNER]

    @property
    def is_cross_province(self):
        """As ActivityQuerySet.cross_province, from prefetched parties."""
        return len({party.region.province_code for party in self.parties.all()}) > 1

    @property
    def is_touring(self):
        """As ActivityQuerySet.touring, from prefetched teams."""
        homes = {team.home_region_id for team in self.teams.all()} - {None}
        return self.place_region_id is not None and bool(homes - {self.place_region_id})


# The states in which the lead county may still change a record.
EDITABLE_STATES = (Activity.State.DRAFT, Activity.State.RETURNED, Activity.State.REOPENED)


@tracked_links()
class ActivityTeam(Activity.teams.through):
    class Meta:
        proxy = True


@tracked_links()
class ActivityWork(Activity.works.through):
    class Meta:
        proxy = True


@tracked()
class ActivityParty(models.Model):
    """A region, and where known its unit, that leads an activity or takes part in it."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        PARTNER = "partner", _("partner")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="parties")
    region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="activity_parties", verbose_name=_("region")
    )
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="activity_parties", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)

    objects = PartOfActivityQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("party")
        indexes = [models.Index(fields=["region", "role", "activity"], name="party_by_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(role="lead"),
                name="activity_has_one_lead",
                violation_error_message=_("An activity has one lead."),
            ),
            models.UniqueConstraint(
                fields=["activity", "region", "unit"],
                nulls_distinct=False,
                name="party_once_in_an_activity",
                violation_error_message=_("This party is named already."),
            ),
        ]

    def __str__(self):
        return str(self.unit or self.region)


@tracked()
class ActivitySpeaker(models.Model):
    """Who spoke at an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=50)
    title = models.CharField(_("title of the speaker"), max_length=100, blank=True)

    objects = PartOfActivityQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "pk"]
        verbose_name = _("speaker")
        constraints = [
            models.UniqueConstraint(fields=["activity", "name", "title"], name="speaker_once_in_an_activity")
        ]

    def __str__(self):
        return f"{self.name} {self.title}".strip()


class ActivityStep(models.Model):
    """One step in the life of a record: who moved it from which state to which, when and why."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=10, choices=Activity.State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=Activity.State.choices)
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)

    objects = PartOfActivityQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "at", "pk"]

    def __str__(self):
        return f"{self.activity}: {self.to_state}"
