from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from meetings.models.scope import AgendaItemQuerySet, PaperQuerySet, PartOfItemQuerySet


@tracked()
class AgendaItem(models.Model):
    """A place on the agenda, in a tree: 一、(一) 1. The numbers follow from ``position`` and are not stored.

    The first item of every agenda is the review of open resolutions. An item that a member proposes waits for the
    convener; similar ones are merged and keep both sources; one that the body above should answer is forwarded, and
    the answer comes back.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("review of open resolutions")
        REPORT = "report", _("report")
        DISCUSSION = "discussion", _("discussion")
        DECISION = "decision", _("decision")
        SIGNING = "signing", _("signing")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("on the agenda")
        MERGED = "merged", _("merged into another")
        DECLINED = "declined", _("not taken up")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.ForeignKey("meetings.JointMeeting", models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DISCUSSION)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what it is about"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)  # of its state
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    forwarded_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="forwarded_to", editable=False
    )
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("agenda item")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind="review"),
                name="one_review_a_meeting",
                violation_error_message=_("The review of open resolutions stands on the agenda already."),
            ),
            models.CheckConstraint(
                name="review_stands_first",
                condition=Q(kind="review", parent=None, position=0, state="accepted")
                | (~Q(kind="review") & Q(position__gte=1)),
                violation_error_message=_("The review of open resolutions stands first on every agenda."),
            ),
            models.CheckConstraint(
                name="merged_item_names_the_other",
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                violation_error_message=_("A merged item names the one it was merged into."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:item", args=[self.pk])

    @property
    def is_review(self):
        return self.kind == self.Kind.REVIEW


@tracked()
class AgendaSource(models.Model):
    """Which side an item comes from, in its own words; a merged item has several."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="sources")
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what it is about"), max_length=5000, blank=True)

    objects = PartOfItemQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("source of an item")
        constraints = [
            models.UniqueConstraint(fields=["item", "region", "title"], name="source_of_an_item_once"),
        ]

    def __str__(self):
        return f"{self.region}: {self.title}"


@tracked()
class Paper(models.Model):
    """A file for a meeting or one of its items. Who reads it is said by the body: its members, or all staff."""

    meeting = models.ForeignKey("meetings.JointMeeting", models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="meetings/%Y/%m/", max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "item", "pk"]
        verbose_name = _("paper")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "digest"],
                name="paper_once_in_a_meeting",
                violation_error_message=_("This file is among the papers already."),
            )
        ]

    @property
    def file_name(self):
        """Its title, with the ending of its kind."""
        return f"{self.title}{PurePath(self.file.name).suffix}"

    def __str__(self):
        return self.title
