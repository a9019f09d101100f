from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, ends_after_start
from core.history import kept, tracked
from volunteers.choices import FeedScope, RowVerdict, TransferKind
from volunteers.models.scope import (
    DeliveryQuerySet,
    NobodysQuerySet,
    PartOfVolunteerQuerySet,
    PlatformQuerySet,
    TransferQuerySet,
)
from volunteers.models.traces import traces_of_account
from volunteers.models.volunteer import Volunteer

PORTAL = "portal"


@tracked(exclude=["secret"])
class Platform(Dated, models.Model):
    """A system in which volunteers register: 文明进步, 文明兴蓉, the portal itself, others.

    Where platforms differ about a person, the one with the lowest ``rank`` that has an account of theirs is believed,
    whichever spoke last: the registry does not depend on the order in which deliveries come.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=50)
    province = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True, help_text=_("The lowest is believed first."))
    client = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="platform",
        verbose_name=_("account of the system"),
    )  # fmt: skip
    secret = models.CharField(max_length=300, blank=True, editable=False)  # accounts.secrets; signs requests both ways
    feed_scope = models.CharField(_("may pull"), max_length=10, choices=FeedScope.choices, default=FeedScope.OWN)
    pulls_signed = models.BooleanField(
        _("signs what it pulls"), default=True,
        help_text=_("Each pull of the change feed carries a signature, as each delivery does. Off: the token alone."),
    )  # fmt: skip
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("platform")
        constraints = [
            ends_after_start("platform_ends_after_start", _("The last day is not before the first.")),
            models.CheckConstraint(
                name="platform_of_a_province_pulls_it",
                condition=~Q(feed_scope=FeedScope.PROVINCE) | Q(province__isnull=False),
                violation_error_message=_("A platform that pulls a province's changes belongs to one."),
            ),
        ]

    def __str__(self):
        return self.name


@tracked(exclude=["content", "home", "area"])
class PlatformAccount(models.Model):
    """A volunteer's account on a platform. ``content`` is a keyed hash of what it sent last, to tell what is new;
    ``home`` the county that it says. ``area``: of a file under the portal the county, or of an office the province,
    that brought it.
    """

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="accounts", verbose_name=_("platform"))
    external_id = models.CharField(_("id there"), max_length=64)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="accounts", verbose_name=_("volunteer"))
    source_version = models.BigIntegerField(_("version there"), default=0)
    content = models.BinaryField(null=True, editable=False)
    registered_on = models.DateField(_("registered there"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed there"), null=True, blank=True)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now, editable=False)
    home = models.CharField(max_length=6, blank=True, db_default="", editable=False)
    area = models.CharField(max_length=6, blank=True, db_default="", editable=False)

    objects = PartOfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["platform", "pk"]
        verbose_name = _("account on a platform")
        triggers = traces_of_account()
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "external_id"],
                name="platform_account_once",
                violation_error_message=_("This account is linked already."),
            )
        ]

    def __str__(self):
        return f"{self.platform} {self.external_id}"


class PlatformNonce(models.Model):
    """A word that a signed request used up: the same request is not taken twice."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "nonce"], name="platform_nonce_once")]
        indexes = [models.Index(fields=["at"], name="platform_nonce_when")]

    def __str__(self):
        return f"{self.platform} {self.nonce}"


class Delivery(models.Model):
    """A batch of registrations that a platform sent, with its totals by verdict, to be reconciled with the sender's."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="deliveries", verbose_name=_("platform"))
    rows = models.PositiveIntegerField(_("rows"), default=0)
    totals = models.JSONField(_("totals"), default=dict, blank=True)  # {"created": 12, "refused": 1, …}
    codes = models.JSONField(_("reasons"), default=dict, blank=True)  # of the refused ones
    by_file = models.ForeignKey("core.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("delivery")

    def __str__(self):
        return f"{self.platform} {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def tallies(self):
        return RowVerdict.tallied(self.totals)


class Transfer(models.Model):
    """What went to the other side: who got it, what, of how many people, and on which basis (PIPL art. 23)."""

    kind = models.CharField(_("way"), max_length=10, choices=TransferKind.choices)
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("platform")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    from_province = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("from"))
    to_province = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("to"))
    what = models.CharField(_("what"), max_length=200)
    people = models.PositiveIntegerField(_("people"))
    basis = models.CharField(_("basis"), max_length=200)
    at = models.DateTimeField(_("when"), default=timezone.now)
    request_id = models.CharField(max_length=64, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("transfer")
        indexes = [models.Index(fields=["at", "id"], name="transfer_when")]
        constraints = [
            models.CheckConstraint(
                name="transfer_goes_across",
                condition=~Q(from_province=F("to_province")),
                violation_error_message=_("What stays in its province is no transfer."),
            ),
            models.CheckConstraint(
                name="transfer_says_who_got_it",
                condition=Q(platform__isnull=False) | Q(user__isnull=False),
                violation_error_message=_("A transfer names the platform or the person who got it."),
            ),
        ]
        triggers = [kept("at")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.from_province} → {self.to_province}: {self.people}"
