"""A file on its way in, in two steps: every row is judged and shown, then confirmed, then applied one by one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own files: what a file holds is not yet a record."""
        return self.filter(created_by=user)

    def manageable_by(self, user):
        return self.filter(created_by=user)


class ImportBatch(models.Model):
    """One uploaded file. ``kind`` names the importer that reads it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting to be read")
        CHECKED = "checked", _("read, waiting for you")
        UNREADABLE = "unreadable", _("could not be read")
        CONFIRMED = "confirmed", _("being applied")
        DONE = "done", _("applied")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=30)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m/")
    file_name = models.CharField(_("file name"), max_length=200)
    source = models.CharField(_("source"), max_length=100, help_text=_("Together with a row's id it tells rows apart."))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.UPLOADED, editable=False)
    problem = models.TextField(_("what is wrong with the file"), blank=True, editable=False)
    # What the uploader decided: {"kind": {"meeting": "other"}, …} for words that the portal does not know.
    decisions = models.JSONField(default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")

    def __str__(self):
        return self.file_name


class ImportRowQuerySet(models.QuerySet):
    """The rows of one's own files."""

    def visible_to(self, user):
        return self.filter(batch__in=ImportBatch.objects.visible_to(user))

    def manageable_by(self, user):
        return self.filter(batch__in=ImportBatch.objects.manageable_by(user))


class ImportRow(models.Model):
    """One row of the file with its verdict; ``applied_at`` is set in the transaction that applies it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("unchanged")
        ERROR = "error", _("error")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    has_warning = models.BooleanField(default=False)
    # A list of objects with column, level (error or warning), code and message.
    problems = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)  # why applying it failed although it had looked right
    target_id = models.BigIntegerField(null=True)  # the record it became or changed

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_once")]
        indexes = [
            models.Index(
                fields=["batch", "number"],
                name="import_row_owed",
                condition=models.Q(applied_at=None, refused="") & ~models.Q(verdict__in=["error", "same"]),
            )
        ]

    def __str__(self):
        return f"{self.batch} {self.number}"
