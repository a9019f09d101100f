"""Big screens: secret addresses at which a wall shows figures of a place without anybody signed in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.models import Role
from belts.models.rights import writes_corridor
from core.history import tracked


class ScreenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who may revoke them, and the auditor. What a screen shows is open to whoever stands before it."""
        seen = self._kept_by(user)
        return self if Role.AUDITOR in user.reach.roles else self.filter(seen)

    def manageable_by(self, user):
        """The corridor's office all of them, a provincial office its province's, the county that convenes a belt this
        year the belt's: also those that its forerunners made.
        """
        return self.none() if user.reach.token_is_read_only else self.filter(self._kept_by(user))

    def usable(self):
        return self.filter(revoked_at=None)

    def of_place(self, *, belt=None, province=None):
        return self.filter(belt=belt, province=province)

    @staticmethod
    def _kept_by(user):
        from meetings.powers import belts_convened_by

        if writes_corridor(user):
            return Q()
        return Q(belt__in=belts_convened_by(user)) | Q(province__in=user.reach.provinces)


@tracked(exclude=["digest", "last_used_on"])
class Screen(models.Model):
    """The corridor's, a belt's or a province's screen. Of its secret (256 random bits) only the digest is kept."""

    title = models.CharField(_("where it hangs"), max_length=100)
    belt = models.ForeignKey(
        "belts.Belt", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("belt")
    )
    province = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", editable=False, verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    # The address of today is from this moment: it may have had others before.
    issued_at = models.DateTimeField(_("address from"), default=timezone.now, editable=False)
    last_used_on = models.DateField(_("last shown"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("revoked by"),
    )

    objects = ScreenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("big screen")
        constraints = [
            models.CheckConstraint(
                name="screen_shows_one_place",
                condition=Q(belt=None) | Q(province=None),
                violation_error_message=_("A screen shows the corridor, one belt or one province."),
            ),
            models.CheckConstraint(
                name="screen_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message=_("A revoked screen says when and by whom."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def place(self):
        """The belt, the province, or the corridor in words."""
        return self.belt or self.province or pgettext("big screen", "the corridor")
