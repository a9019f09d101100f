from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from volunteers.choices import WebhookEvent
from volunteers.faults import worded
from volunteers.models.platform import Platform
from volunteers.models.scope import WebhookDeliveryQuerySet, WebhookQuerySet


def all_events():
    return list(WebhookEvent.values)


@tracked(exclude=["secret", "owed_up_to", "told_epoch"])
class Webhook(models.Model):
    """An address of a platform that is told of changes, so that it need not ask all the time.

    ``owed_up_to``: the place in the change feed below which everything was looked at, in the epoch ``told_epoch``.
    """

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="webhooks", verbose_name=_("platform"))
    address = models.CharField(_("address"), max_length=300)
    secret = models.CharField(max_length=300, editable=False)  # accounts.secrets; signs what is sent
    told_of = ArrayField(
        models.CharField(max_length=20, choices=WebhookEvent.choices), verbose_name=_("told of"), default=all_events
    )
    active = models.BooleanField(_("active"), default=True)
    told_epoch = models.CharField(max_length=32, blank=True, editable=False)
    owed_up_to = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["platform", "pk"]
        verbose_name = _("webhook")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "address"],
                name="webhook_address_once",
                violation_error_message=_("This address is told already."),
            ),
            models.CheckConstraint(
                name="webhook_is_told_of_something",
                condition=Q(told_of__len__gt=0),
                violation_error_message=_("Choose what is told."),
            ),
        ]

    def __str__(self):
        return f"{self.platform}: {self.address}"

    def get_absolute_url(self):
        return reverse("volunteers:webhook", args=[self.pk])


class WebhookDelivery(models.Model):
    """A message that is owed to a webhook: numbers of volunteers and a place in the feed, nothing that says who.

    ``next_at`` is when it is tried next, and moves on before each attempt: a worker that dies has only delayed it.
    """

    class State(models.TextChoices):
        OWED = "owed", pgettext_lazy("a message", "owed")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    event = models.CharField(_("event"), max_length=20, choices=WebhookEvent.choices)
    epoch = models.CharField(max_length=32)
    place = models.BigIntegerField(_("place in the feed"))
    cursor = models.CharField(max_length=200)  # the same place as the platform's feed gives it
    numbers = ArrayField(models.CharField(max_length=12), default=list)
    more = models.BooleanField(default=False)  # whether more changed than are named
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OWED)
    owed_at = models.DateTimeField(_("owed since"), default=timezone.now)
    next_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    # Who asked for it again, where somebody did.
    replayed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message to a webhook")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event", "epoch", "place"], name="webhook_told_once_of_a_place"),
            models.CheckConstraint(
                name="webhook_delivery_is_owed_while_it_is_tried",
                condition=Q(state="owed", next_at__isnull=False) | (~Q(state="owed") & Q(next_at=None)),
                violation_error_message=_("A message that is owed has a time of its next attempt; others have none."),
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="webhook_delivery_owed", condition=Q(state="owed"))]

    def __str__(self):
        return f"{self.webhook}: {self.event} {self.place}"

    @property
    def fault_words(self):
        return worded(self.fault)
