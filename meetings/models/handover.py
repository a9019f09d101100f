from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from meetings.models.scope import HandoverQuerySet


@tracked()
class Handover(models.Model):
    """From the convener of a year to the next one. It never blocks the new term; it is asked for until accepted.

    What is handed over is read when it is shown: open resolutions, files, contacts, the next meeting. ``contents``
    keeps it as it was when it was accepted.
    """

    class State(models.TextChoices):
        OWED = "owed", _("owed")
        HANDED_OVER = "handed_over", _("handed over")
        LACKING = "lacking", _("something is missing")
        ACCEPTED = "accepted", _("accepted")

    term = models.OneToOneField("meetings.ConvenerTerm", models.PROTECT, related_name="handover")  # the one that ends
    outgoing = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("outgoing convener"))
    incoming = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("incoming convener"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OWED, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    contacts = models.TextField(_("contacts"), max_length=2000, blank=True)
    note = models.TextField(_("what the next convener should know"), max_length=5000, blank=True)
    missing = models.CharField(_("what is missing"), max_length=1000, blank=True)
    contents = models.JSONField(default=dict, blank=True, editable=False)
    handed_over_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    accepted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-term__year", "term__belt"]
        verbose_name = _("handover")

    def __str__(self):
        return f"{self.term.belt} {self.term.year}: {self.outgoing} → {self.incoming}"

    def get_absolute_url(self):
        return reverse("meetings:handover", args=[self.pk])
