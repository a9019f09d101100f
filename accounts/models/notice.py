from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import notices

# A path of this portal: "//host" and "/\\host" lead elsewhere.
PATH = r"^/([^/\\]|$)"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, from the moment they are due, unless they were withdrawn."""
        return self.filter(user=user, due_at__lte=timezone.now(), cancelled_at=None)

    def manageable_by(self, user):
        """Marked as read by the receiver alone."""
        return self.visible_to(user)

    def unread(self):
        return self.filter(read_at=None)

    def mail_owed(self, moment):
        """Whose mail may be tried at that moment: never tried, to be repeated, or left by a worker that died."""
        return self.filter(mail_at__lte=moment)


class Notice(models.Model):
    """Something one person is told: a booking was approved, a return is late. A row, so that it is told exactly once.

    Whoever owes it gives ``key``, which makes it unique for this person and kind: owing it twice is one row.
    The text is made when it is shown or sent (accounts.notices), so ``params`` hold names and ISO dates, no sentence.

    ``mail_at`` is when the next attempt to mail may be made; None when no mail is owed, or none any more. A worker that
    takes the row moves it on by the time it has for sending, and counts ``mail_attempts``; an attempt that ends badly
    counts in ``mail_failures`` too. So attempts without an outcome are those whose worker died.
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=50)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=500, validators=[RegexValidator(PATH)])
    params = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    mail_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_failures = models.PositiveSmallIntegerField(default=0)
    mail_fault = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        verbose_name = _("notice")
        indexes = [
            models.Index(fields=["user", "-due_at", "-id"], name="notice_of_a_user"),
            models.Index(
                fields=["user", "-due_at", "-id"],
                name="notice_unread",
                condition=Q(read_at=None, cancelled_at=None),
            ),
            models.Index(fields=["mail_at"], name="notice_mail_owed", condition=Q(mail_at__isnull=False)),
        ]
        constraints = [
            # The key first: withdrawing asks by it, without the receiver.
            models.UniqueConstraint(fields=["key", "kind", "user"], name="notice_owed_once"),
            models.CheckConstraint(name="notice_url_is_a_path", condition=Q(url__regex=PATH)),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @property
    def text(self):
        """Title and sentence in the language that is active."""
        return notices.text_of(self.kind, self.params)
