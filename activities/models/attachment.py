from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked

# A record takes photos until it is verified: they are often sent in after it was submitted.
STATES_THAT_TAKE_FILES = ("draft", "submitted", "returned", "reopened")


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        from activities.models.activity import Activity

        return self.filter(activity__in=Activity.objects.visible_to(user))

    def manageable_by(self, user):
        from activities.models.activity import Activity

        own = Activity.objects.manageable_by(user)
        return self.filter(activity__in=own, activity__state__in=STATES_THAT_TAKE_FILES)

    def alike_elsewhere(self, rows):
        """Attachments of other records that are the same file, or the same picture as one of ``rows``."""
        digests = [row.digest for row in rows]
        pictures = [row.likeness for row in rows if row.likeness]
        alike = models.Q(digest__in=digests) | models.Q(likeness__in=pictures)
        return self.filter(alike).exclude(activity_id__in=[row.activity_id for row in rows])


@tracked()
class Attachment(models.Model):
    """A photo, re-encoded without its metadata, or a file that belongs to an activity."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        FILE = "file", _("file")

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    file = models.FileField(_("file"), upload_to="activities/%Y/%m/", max_length=200)
    thumbnail = models.FileField(upload_to="activities/%Y/%m/", max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256 of the bytes that were sent
    likeness = models.CharField(max_length=16, blank=True, db_index=True)  # 64-bit difference hash of a photo
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "pk"]
        verbose_name = _("attachment")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "digest"],
                name="file_once_in_an_activity",
                violation_error_message=_("This file is attached already."),
            )
        ]

    def __str__(self):
        return self.name
