"""What is needed only while somebody registers or signs in, and is forgotten soon after: nobody's to see."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.choices import ConsentPurpose
from volunteers.models.scope import NobodysQuerySet
from volunteers.models.volunteer import Volunteer


class ProofPurpose(models.TextChoices):
    """Of a proof; no page shows it."""

    JOIN = "join"
    GUARDIAN = "guardian"
    ON_SITE = "on_site"
    SIGN_IN = "sign_in"
    OWN_VALUES = "own_values"
    NEW_MOBILE = "new_mobile"


class MobileProof(models.Model):
    """Somebody shows by a code that a mobile is theirs. The code follows from the id under a key: none is kept.

    ``address`` is a keyed hash of where the request came from, to count by. ``volunteer`` is who was registered with
    it: the same proof again is the same registration.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=ProofPurpose.choices)
    mobile = models.BinaryField()
    mobile_index = models.BinaryField()
    address = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    volunteer = models.ForeignKey(Volunteer, models.SET_NULL, null=True, related_name="+")

    objects = NobodysQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("proof of a mobile")
        indexes = [
            models.Index(fields=["mobile_index", "created_at"], name="mobile_proof_by_mobile"),
            models.Index(fields=["address", "created_at"], name="mobile_proof_by_address"),
            models.Index(fields=["created_at"], name="mobile_proof_when"),
        ]

    def __str__(self):
        return str(self.pk)


class Joining(models.Model):
    """A registration on its way, known by its id to one browser. ``draft``: what was typed, sealed by the vault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.CharField(max_length=6, blank=True)
    purposes = ArrayField(models.CharField(max_length=10, choices=ConsentPurpose.choices), default=list)
    proof = models.ForeignKey(MobileProof, models.SET_NULL, null=True, related_name="+")
    guardian_proof = models.ForeignKey(MobileProof, models.SET_NULL, null=True, related_name="+")
    draft = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("registration on its way")
        indexes = [models.Index(fields=["created_at"], name="joining_when")]

    def __str__(self):
        return str(self.pk)


class SmsQuerySet(NobodysQuerySet):
    def owed(self, moment):
        """Those whose sending may be tried at that moment."""
        return self.filter(send_at__lte=moment)


class SmsMessage(models.Model):
    """A text message that is owed to a mobile: a row, so that it is sent once.

    ``params`` hold nothing personal: the id of a proof, from which its code follows; a volunteer number. ``send_at`` is
    when the next attempt may be made, None when none is owed any more. Attempts without an outcome are those whose
    worker died, as with notices (accounts.models.notice).
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100, unique=True)
    mobile = models.BinaryField()
    params = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    objects = SmsQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("text message")
        indexes = [
            models.Index(fields=["send_at"], name="sms_owed", condition=Q(send_at__isnull=False)),
            models.Index(fields=["created_at"], name="sms_when"),
        ]

    def __str__(self):
        return self.key
