from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked

LONGEST_QUERY = 2000


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those that are shared, for all staff."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(shared=True) if user.reach.staff else Q(pk__in=[])
        return self.filter(Q(owner=user) | shared)

    def manageable_by(self, user):
        """One's own; a token that only reads changes nothing."""
        if not user.is_authenticated or user.reach.token_is_read_only:
            return self.none()
        return self.filter(owner=user)


@tracked()
class SavedView(models.Model):
    """A free table that somebody keeps: its question, never its figures. Whoever opens it sees what they may see."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=80)
    # As ``queries.grid.table_query`` writes it, without a question mark.
    query = models.CharField(_("question"), max_length=LONGEST_QUERY)
    shared = models.BooleanField(_("shared with all staff"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("saved table")
        verbose_name_plural = _("saved tables")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "title"],
                name="saved_view_title_once",
                violation_error_message=_("You have a table with this title already."),
            ),
            models.CheckConstraint(
                name="saved_view_has_title_and_question",
                condition=~Q(title="") & ~Q(query=""),
                violation_error_message=_("A saved table has a title and a question."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("indicators:saved_view", args=[self.pk])
