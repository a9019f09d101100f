from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked


class FeedAddressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def manageable_by(self, user):
        """One's own; a token that only reads changes nothing."""
        return self.none() if user.reach.token_is_read_only else self.visible_to(user)

    def usable(self):
        return self.filter(revoked_at=None)


@tracked(exclude=["digest", "last_used_on"])
class FeedAddress(models.Model):
    """A secret address at which a calendar program fetches what its person may see.

    Shown once; only its SHA-256 is kept (the secret has 256 random bits). ``subject`` is a kind of accounts.feeds and,
    where the kind has several, an id: "mine", "venue:12", "belt:south".
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="feed_addresses", verbose_name=_("person"))
    subject = models.CharField(_("calendar"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_used_on = models.DateField(_("last fetched"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = FeedAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("calendar address")

    def __str__(self):
        return self.subject
