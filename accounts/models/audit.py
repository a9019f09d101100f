import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.post import Role


class AuditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The auditor's alone; the system administrator does not read the audit."""
        return self if Role.AUDITOR in user.reach.roles else self.none()

    def manageable_by(self, user):
        """Nobody changes the audit."""
        return self.none()


class AuditEntry(models.Model):
    """An act that is no change of a row: a sign-in, a refused sign-in, an export, a reveal."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(_("who"), max_length=100, blank=True)
    action = models.CharField(_("act"), max_length=50)
    target = models.CharField(_("of what"), max_length=200, blank=True)
    success = models.BooleanField(_("done"), default=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


class AuditDay(models.Model):
    """The seal of one day: a hash over all history and audit rows of the day and over the day before's seal."""

    day = models.DateField(primary_key=True)
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(default=timezone.now)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("sealed day")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"
