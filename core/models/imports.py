"""A file on its way in, in two steps: every row is judged and shown, then confirmed, then applied."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def stored_name(batch, file_name):
    """A name of our own: what a person called the file never becomes a path."""
    return f"imports/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}{PurePath(file_name).suffix.lower()[:5]}"


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own files: what a file holds is not yet a record."""
        return self.filter(created_by=user)

    def manageable_by(self, user):
        return self.filter(created_by=user)


class ImportBatch(models.Model):
    """One uploaded file. ``kind`` names the importer that reads it (core.imports.importer)."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being read")
        CHECKED = "checked", _("read, waiting for you")
        UNREADABLE = "unreadable", _("could not be read")
        CONFIRMED = "confirmed", _("being applied")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("applied")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=30)
    file = models.FileField(_("file"), upload_to=stored_name)
    file_name = models.CharField(_("file name"), max_length=200)
    source = models.CharField(_("source"), max_length=100, help_text=_("Together with a row's id it tells rows apart."))
    language = models.CharField(
        max_length=10, default="zh-hans", editable=False
    )  # in which the uploader reads what is wrong
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.UPLOADED, editable=False)
    problem = models.TextField(_("what is wrong with the file"), blank=True, editable=False)
    columns = models.JSONField(default=list, blank=True, editable=False)  # keys of the columns, in the file's order
    totals = models.JSONField(default=dict, blank=True, editable=False)  # rows by verdict, and with a warning
    # Words that the portal does not know: {"kind": {"meeting": {"rows": 13, "row": 3, "first": "2020-03-25"}}, …}
    words = models.JSONField(default=dict, blank=True, editable=False)
    # What the uploader decided about them: {"kind": {"meeting": "map:other"}, "brand": {"资足常乐": "create"}, …}
    decisions = models.JSONField(default=dict, blank=True, editable=False)
    # How many rows were applied and refused, written in the transaction that did it: whoever waits asks every moment.
    applied = models.PositiveIntegerField(default=0, editable=False)
    refused = models.PositiveIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)  # starts since the last progress
    touched_at = models.DateTimeField(default=timezone.now, editable=False)  # the last start or progress
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        indexes = [
            models.Index(
                fields=["touched_at"], name="import_not_finished", condition=Q(state__in=["uploaded", "confirmed"])
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_working(self):
        return self.state in {self.State.UPLOADED, self.State.CONFIRMED}

    @property
    def is_paused(self):
        return self.state == self.State.PAUSED


class ImportRowQuerySet(models.QuerySet):
    """The rows of one's own files."""

    def visible_to(self, user):
        return self.filter(batch__in=ImportBatch.objects.visible_to(user))

    def manageable_by(self, user):
        return self.filter(batch__in=ImportBatch.objects.manageable_by(user))

    def owed(self):
        """Confirmed work that is still to do."""
        return self.filter(verdict__in=APPLIED_VERDICTS, applied_at=None, refused="")

    def totals(self):
        """Rows by verdict, and how many carry a warning; only what there is."""
        counts = dict(self.order_by().values_list("verdict").annotate(Count("pk")))
        warned = self.filter(has_warning=True).count()
        return counts | ({"warning": warned} if warned else {})


class ImportRow(models.Model):
    """One row of the file with its verdict; ``applied_at`` is set in the transaction that applies it."""

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("row", "new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("unchanged")
        CONFLICT = "conflict", _("conflict")
        ERROR = "error", _("error")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    source_id = models.CharField(max_length=100, blank=True)
    cells = models.JSONField()  # as the file has them, in the order of the batch's columns
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    has_warning = models.BooleanField(default=False)
    # A list of objects with column, level (error or warning), code and message.
    problems = models.JSONField(default=list)
    values = models.JSONField(null=True)  # what the row means, once read: what is applied, and compared next time
    changes = models.JSONField(default=list)  # of a changed row: [column, before, after]
    target_id = models.BigIntegerField(null=True)  # the record it became or changes
    target_version = models.PositiveIntegerField(null=True)  # as it was when the row was judged
    applied_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)  # why applying it failed although it had looked right

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_once")]
        indexes = [
            models.Index(
                fields=["batch", "number"],
                name="import_row_owed",
                condition=Q(applied_at=None, refused="", verdict__in=["new", "changed"]),
            ),
            models.Index(fields=["batch", "verdict", "number"], name="import_row_by_verdict"),
            models.Index(fields=["batch", "number"], name="import_row_refused", condition=~Q(refused="")),
            models.Index(fields=["batch", "number"], name="import_row_warned", condition=Q(has_warning=True)),
            models.Index(fields=["target_id"], name="import_row_applied", condition=Q(applied_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.batch} {self.number}"


APPLIED_VERDICTS = (ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED)
