from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.corridor_office else self.none()

    def manageable_by(self, user):
        """Only the loading command writes here."""
        return self.none()


class LoadedRow(models.Model):
    """What a row of a data file said when it was last applied.

    It tells a row that changed in the file (to be applied) from a record that was changed in the portal (to be kept).
    """

    file = models.CharField(max_length=50)
    key = models.CharField(max_length=100)
    cells = models.JSONField()
    target = models.CharField(max_length=20)  # the primary key of the record that the row became

    objects = LoadedRowQuerySet.as_manager()

    class Meta:
        ordering = ["file", "key"]
        verbose_name = _("loaded row")
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="file_row_loaded_once")]

    def __str__(self):
        return f"{self.file} {self.key}"
