from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.post import Role
from core.history import tracked, tracked_links


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.reach.roles & {Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}:
            return self
        return self.filter(user=user)

    def manageable_by(self, user):
        return self if Role.SECURITY_ADMINISTRATOR in user.reach.roles else self.none()

    def usable(self, moment):
        return self.filter(revoked_at=None, expires_at__gt=moment, user__is_active=True)


@tracked(exclude=["digest", "last_used_at"])
class ApiToken(models.Model):
    """A secret that another system sends. Shown once; only its SHA-256 is kept (the secret has 256 random bits)."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="api_tokens", verbose_name=_("account"))
    prefix = models.CharField(_("begins with"), max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=200)
    places = models.ManyToManyField("belts.Region", related_name="+", blank=True, verbose_name=_("places"))
    whole_corridor = models.BooleanField(_("whole corridor"), default=False)
    may_write = models.BooleanField(_("may write"), default=False)
    addresses = ArrayField(models.GenericIPAddressField(), verbose_name=_("addresses"), default=list, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API token")

    def __str__(self):
        return f"{self.prefix}… {self.purpose}"

    @cached_property
    def place_codes(self):
        """Codes of the regions it may see records of; None for the whole corridor."""
        return None if self.whole_corridor else frozenset(self.places.values_list("pk", flat=True))


@tracked_links()
class ApiTokenPlace(ApiToken.places.through):
    class Meta:
        proxy = True
