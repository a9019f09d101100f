from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from meetings.models.scope import ListEntryQuerySet


@tracked()
class ListEntry(models.Model):
    """A line of a body's problem, need, resource or project list. What is open stays visible, meeting after meeting.

    A project comes of a need that met a resource; both stay on their lists and say so.
    """

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("problem")
        NEED = "need", _("need")
        RESOURCE = "resource", _("resource")
        PROJECT = "project", _("project")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MATCHED = "matched", _("matched")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    body = models.ForeignKey("meetings.Body", models.PROTECT, related_name="entries", verbose_name=_("body"))
    kind = models.CharField(_("list"), max_length=10, choices=Kind.choices)
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what it is about"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True, editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="entries", editable=False
    )
    need = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="projects_of_need", editable=False
    )
    resource = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="projects_of_resource", editable=False
    )
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("line of a list")
        indexes = [models.Index(fields=["body", "kind", "state"], name="entry_by_body_and_kind")]
        constraints = [
            models.CheckConstraint(
                name="only_projects_join_need_and_resource",
                condition=Q(kind="project") | Q(need=None, resource=None),
                violation_error_message=_("Only a project comes of a need and a resource."),
            ),
            models.UniqueConstraint(
                fields=["item", "kind"],
                name="item_once_on_a_list",
                violation_error_message=_("This item is on that list already."),
            ),
            models.UniqueConstraint(
                fields=["need", "resource"],
                condition=~Q(state="dropped"),
                name="one_project_a_need_and_resource",
                violation_error_message=_("This need and this resource are one project already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:entry", args=[self.pk])
