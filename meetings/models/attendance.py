from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from meetings.models.scope import AttendeeQuerySet, InvitationQuerySet


@tracked()
class Invitation(models.Model):
    """A region that is invited to a meeting, and its reply; each member is, and whoever is asked to observe.

    A reply is for the day that the meeting had: when it moves to another one there is none, and ``replied_at`` stays.
    """

    class Reply(models.TextChoices):
        NONE = "none", _("no reply yet")
        COMING = "coming", _("coming")
        EXCUSED = "excused", _("excused")

    meeting = models.ForeignKey("meetings.JointMeeting", models.PROTECT, related_name="invitations")
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    observes = models.BooleanField(_("as an observer"), default=False)
    reply = models.CharField(_("reply"), max_length=10, choices=Reply.choices, default=Reply.NONE, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    replied_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    by_phone = models.BooleanField(_("answered by phone, noted by the convener"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "observes", "region"]
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "region"],
                name="region_invited_once",
                violation_error_message=_("This region is invited already."),
            )
        ]

    def __str__(self):
        return f"{self.meeting}: {self.region}"

    @property
    def is_asked_anew(self):
        """It had replied, and the meeting has moved to another day since: no reply for that one yet."""
        return self.reply == self.Reply.NONE and self.replied_at is not None


@tracked()
class Attendee(models.Model):
    """A person on the sign-in sheet, an official on duty: name, post and unit, nothing else.

    ``position`` is the order within the region; the sheet has members before observers, then regions by their code.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("attends")
        DELEGATE = "delegate", _("delegate (for another)")
        OBSERVER = "observer", _("observer")

    class Presence(models.TextChoices):
        EXPECTED = "expected", _("not noted yet")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excused")

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="attendees")
    name = models.CharField(_("name"), max_length=50)
    rank = models.CharField(_("post"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    role = models.CharField(_("attends as"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    stands_in_for = models.CharField(_("stands in for"), max_length=50, blank=True)
    presence = models.CharField(
        _("presence"), max_length=10, choices=Presence.choices, default=Presence.EXPECTED, editable=False
    )
    position = models.PositiveSmallIntegerField(_("place on the sheet"), default=1)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("attendee")
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "name", "rank"],
                name="attendee_once_of_a_region",
                violation_error_message=_("This person stands on the list already."),
            ),
            models.CheckConstraint(
                name="delegate_says_for_whom",
                condition=~Q(role="delegate") | ~Q(stands_in_for=""),
                violation_error_message=_("A delegate says for whom."),
            ),
        ]

    def __str__(self):
        return self.name
