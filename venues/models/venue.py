from django.contrib.postgres.fields import ArrayField, DecimalRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, ends_after_start
from core.history import tracked, tracked_links
from core.search import Bigrams
from venues.models import triggers
from venues.models.kinds import Facility, Kind, Limit
from venues.models.scope import LimitQuerySet, PartOfVenueQuerySet, VenueQuerySet

SEARCHED_FIELDS = ("name", "address")


@tracked(exclude=["parts_made"])
class Venue(Dated, models.Model):
    """A venue (阵地), or a part of one: a complex, its hall, half of its hall.

    ``space`` is its room in the tree of parts, worked out by the database: two venues share room exactly when the
    ranges overlap, which is when one is the other, a part of it or the whole of it (docs/adr/0007).
    Coordinates are GCJ-02 degrees, as Chinese map services give them; for the sketch map only.
    """

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="venues", verbose_name=_("county"))
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="venues", verbose_name=_("unit in charge")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude (GCJ-02)"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude (GCJ-02)"), max_digits=9, decimal_places=6, null=True, blank=True)
    capacity = models.PositiveIntegerField(_("how many people it holds"), null=True, blank=True)
    size_note = models.CharField(_("capacity or area, in words"), max_length=200, blank=True)
    facilities = ArrayField(
        models.CharField(max_length=20, choices=Facility.choices),
        default=list,
        blank=True,
        verbose_name=_("facilities"),
    )
    accessibility = models.TextField(_("how to get in and about"), max_length=1000, blank=True)
    builders = models.ManyToManyField(
        "belts.Unit", related_name="built_venues", blank=True, verbose_name=_("units that built it together")
    )
    shared_with = models.ManyToManyField(
        "belts.Region", related_name="shared_venues", blank=True, verbose_name=_("counties that share it")
    )
    sharing_note = models.CharField(_("shared with, in the source's words"), max_length=200, blank=True)
    contacts = models.ManyToManyField(
        "accounts.Post", related_name="venues", blank=True, verbose_name=_("contact posts of both sides")
    )
    bookable = models.BooleanField(_("can be booked"), default=True)
    open_on_holidays = models.BooleanField(_("open on statutory holidays"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_id = models.CharField(_("id in the source"), max_length=100, blank=True)
    source_kind = models.CharField(_("kind in the source's words"), max_length=50, blank=True)
    source_note = models.CharField(_("where the source found it"), max_length=200, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one venue
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    space = DecimalRangeField(editable=False, blank=True)
    part = models.PositiveSmallIntegerField(default=0, editable=False)
    parts_made = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["region", "name", "pk"]
        verbose_name = _("venue")
        triggers = triggers.placed()
        indexes = [
            GistIndex(fields=["space"], name="venue_space"),
            GinIndex(Bigrams(*map(F, SEARCHED_FIELDS)), name="venue_search"),
            models.Index(fields=["region", "kind"], name="venue_by_region_and_kind"),
        ]
        constraints = [
            ends_after_start("venue_ends_after_start", _("The last day is not before the first.")),
            models.UniqueConstraint(
                fields=["region", "parent", "name"],
                nulls_distinct=False,
                name="venue_name_once_in_its_whole",
                violation_error_message=_("This county, or this whole, has a venue of that name already."),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="venue_once_from_a_source",
                violation_error_message=_("This source has sent a venue with this id already."),
            ),
            models.UniqueConstraint(fields=["id", "space"], name="venue_with_its_space"),
            models.CheckConstraint(
                name="venue_has_at_most_999_parts",
                condition=Q(part__lte=999),
                violation_error_message=_("A venue has at most 999 parts."),
            ),
            models.CheckConstraint(
                name="venue_place_is_whole",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,  # with NULL a comparison is not false, and a check would let it through
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("Give latitude and longitude together, in degrees."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("venues:venue", args=[self.pk])


@tracked_links()
class VenueBuilder(Venue.builders.through):
    class Meta:
        proxy = True


@tracked_links()
class VenueSharedWith(Venue.shared_with.through):
    class Meta:
        proxy = True


@tracked_links()
class VenueContact(Venue.contacts.through):
    class Meta:
        proxy = True


@tracked()
class BookingLimit(models.Model):
    """A rule of booking for one venue with its parts, for a county's venues, or (naming neither) for all of them."""

    venue = models.ForeignKey(Venue, models.CASCADE, null=True, blank=True, related_name="limits")
    region = models.ForeignKey("belts.Region", models.PROTECT, null=True, blank=True, related_name="booking_limits")
    limit = models.CharField(_("rule"), max_length=20, choices=Limit.choices)
    value = models.PositiveIntegerField(_("value"))

    objects = LimitQuerySet.as_manager()

    class Meta:
        ordering = ["limit", "pk"]
        verbose_name = _("rule of booking")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "region", "limit"],
                nulls_distinct=False,
                name="booking_limit_once",
                violation_error_message=_("This rule is set here already."),
            ),
            models.CheckConstraint(
                name="booking_limit_for_venue_or_region",
                condition=Q(venue=None) | Q(region=None),
                violation_error_message=_("A rule is for a venue or for a county."),
            ),
        ]

    def __str__(self):
        return f"{self.get_limit_display()}: {self.value}"


@tracked()
class VenuePhoto(models.Model):
    """A picture of the venue, re-encoded without its metadata."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="photos")
    file = models.FileField(_("file"), upload_to="venues/%Y/%m/", max_length=200)
    thumbnail = models.FileField(upload_to="venues/%Y/%m/", max_length=200)
    caption = models.CharField(_("what it shows"), max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes that were sent
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PartOfVenueQuerySet.as_manager()

    class Meta:
        ordering = ["venue", "pk"]
        verbose_name = _("photo")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "digest"],
                name="venue_photo_once",
                violation_error_message=_("This picture is here already."),
            )
        ]

    def __str__(self):
        return self.caption
