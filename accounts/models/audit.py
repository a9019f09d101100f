from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.post import Role
from core.history import kept


class Act(models.TextChoices):
    """What people do that changes no row, or whose row nobody tracks."""

    SIGN_IN = "sign_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    SIGN_IN_LOCKED = "sign_in_locked", _("sign-in refused, too many failures")
    SIGN_OUT = "sign_out", _("signed out")
    SESSION_EXPIRED = "session_expired", _("signed out after idle time")
    SESSIONS_ENDED = "sessions_ended", _("sessions ended")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    PASSWORD_RESET = "password_reset", _("password reset")
    RESET_LINK_MADE = "reset_link_made", _("link to set a password made")
    SECOND_FACTOR_ADDED = "second_factor_added", _("second factor added")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("second factor removed")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("second factor wrong")
    TOKEN_REFUSED = "token_refused", _("API token refused")
    EXPORT = "export", _("exported")
    REVEAL = "reveal", _("looked at in clear")
    HISTORY_PURGED = "history_purged", _("history purged")


class AuditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The auditor's alone; the system administrator does not read the audit."""
        return self if Role.AUDITOR in user.reach.roles else self.none()

    def manageable_by(self, user):
        """Nobody changes the audit."""
        return self.none()


class AuditEntry(models.Model):
    """An act that is no change of a row: a sign-in, a refused sign-in, an export, a reveal."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(_("who"), max_length=100, blank=True)
    action = models.CharField(_("act"), max_length=50, choices=Act.choices)
    target = models.CharField(_("of what"), max_length=200, blank=True)
    success = models.BooleanField(_("done"), default=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True, db_index=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        indexes = [models.Index(fields=["at", "id"], name="auditentry_when")]
        triggers = [kept("at")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


class AuditDay(models.Model):
    """The seal of one day: a digest over all history and audit rows of the day and over the day before's seal.

    ``manifest`` says for each table which columns were read, and gives each run of rows with its digest, so that a
    difference found later points to a few rows. A purged day keeps its seal, so that the chain stays whole.
    """

    day = models.DateField(_("day"), primary_key=True)
    rows = models.PositiveIntegerField(_("rows"))
    manifest = models.JSONField(default=dict)
    digest = models.CharField(_("digest"), max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)
    purged_at = models.DateTimeField(_("purged"), null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("sealed day")
        triggers = [kept("day", marks="purged_at")]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"
