from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.brand import PartQuerySet, SharedEntityQuerySet
from core.history import tracked


@tracked()
class Work(models.Model):
    """What lectures are given with (宣讲作品): a script, a short video, an ideology lesson."""

    class Kind(models.TextChoices):
        SCRIPT = "script", _("script")
        SHORT_VIDEO = "short_video", _("short video")
        IDEOLOGY_LESSON = "ideology_lesson", _("ideology lesson")
        NOT_STATED = "not_stated", _("kind not stated")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    home_region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="works", null=True, blank=True, verbose_name=_("home")
    )
    since = models.DateField(_("made on"))
    description = models.TextField(_("description"), max_length=2000, blank=True)

    objects = SharedEntityQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("work")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "home_region"],
                nulls_distinct=False,
                name="work_title_once_in_a_region",
                violation_error_message=_("This region has a work of that title already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activities:work", args=[self.pk])


class WorkPartQuerySet(PartQuerySet):
    owner = "work"


@tracked()
class WorkAuthor(models.Model):
    """An author of a work, and the region the author comes from."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="authors", verbose_name=_("work"))
    name = models.CharField(_("name"), max_length=50)
    home_region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("from"))

    objects = WorkPartQuerySet.as_manager()

    class Meta:
        ordering = ["work", "pk"]
        verbose_name = _("author")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "name", "home_region"],
                name="author_once_in_a_work",
                violation_error_message=_("This author is named already."),
            )
        ]

    def __str__(self):
        return self.name


@tracked()
class WorkVersion(models.Model):
    """A numbered version of a work; numbers are given in turn and never used again."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="versions", verbose_name=_("work"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    note = models.CharField(_("what changed"), max_length=300)
    body = models.TextField(_("text"), max_length=100_000, blank=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = WorkPartQuerySet.as_manager()

    class Meta:
        ordering = ["work", "-number"]
        verbose_name = _("version")
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="work_version_number_once")]

    def __str__(self):
        return f"{self.work} v{self.number}"
