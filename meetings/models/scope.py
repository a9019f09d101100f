"""Who sees and changes the rotation, the bodies and their meetings: one place for all of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from belts.models.rights import writes_corridor
from core.dated import DatedQuerySet


class RotationQuerySet(models.QuerySet):
    """The order of a belt and its terms: public facts, kept by the corridor office."""

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if user.is_authenticated and writes_corridor(user) else self.none()


class TurnChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shown to all staff: the rotation is everybody's."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Withdrawn by the county that asked."""
        return self._of(user, "asker")

    def answerable_by(self, user):
        """Agreed to or declined by a reviewer of the county that was asked."""
        return self._of(user, "other").filter(state="asked")

    def _of(self, user, side):
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        codes = reach.reviewing - reach.provinces  # a provincial office is informed; it does not answer for a county
        return self.filter(Q(**{f"{side}_id__in": codes}))


def led(user, prefix=""):
    """Bodies whose meetings this user calls today: the corridor office those of all; a county those of the belt that
    it convenes this year; a provincial office the provincial ones and those of bodies that are no belt's.
    """
    from meetings.powers import belts_convened_by

    reach = user.reach
    if reach.token_is_read_only:
        return Q(pk__in=[])
    if writes_corridor(user):
        return Q(**{f"{prefix}pk__isnull": False})  # all of them, also beside another condition
    found = Q(**{f"{prefix}belt__in": belts_convened_by(user)}) if reach.counties else Q(pk__in=[])
    if reach.provinces:
        found |= Q(**{f"{prefix}belt": None})
    return found


def belts_with_seat_of(codes):
    """Codes of the belts in which one of these counties sits today."""
    from belts.models import BeltMembership

    return BeltMembership.objects.on(timezone.localdate()).filter(region__in=codes).values("belt_id")


def sits_in(user, prefix=""):
    """Bodies in which a county or province of this user has a seat today."""
    reach, today = user.reach, timezone.localdate()
    own = reach.counties
    if not own:
        return Q(pk__in=[])
    from meetings.models.bodies import BodyMember

    belts = belts_with_seat_of(own)
    bodies = BodyMember.objects.on(today).filter(region__in=own).values("body_id")
    found = Q(**{f"{prefix}belt__in": belts}) | Q(**{f"{prefix}pk__in": bodies})
    return found | Q(**{f"{prefix}kind": "provincial"}) if reach.provinces else found


class BodyQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """That a body exists and meets is known to all staff."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """The body itself, its cadence and clocks: the corridor office's."""
        return self if writes_corridor(user) else self.none()

    def led_by(self, user):
        return self.filter(led(user))

    def with_seat_of(self, user):
        return self.filter(sits_in(user))


class BodyMemberQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All staff see when the bodies meet and what became of it."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Whoever calls the body's meetings today, whoever called this one when it was planned."""
        return self.filter(led(user, "body__"))

    def taken_part_by(self, user):
        """Meetings of bodies in which the user's county sits: it proposes items, replies and countersigns."""
        return self.filter(sits_in(user, "body__"))

    def read_by(self, user):
        """Meetings whose people, notes and drafts this user reads."""
        return self.filter(of_the_circle(user, ""))

    def proposable_by(self, user):
        """Where the user may propose items: a county or province of theirs sits in the body today."""
        return self.none() if user.reach.token_is_read_only else self.taken_part_by(user)


class _PartQuerySet(models.QuerySet):
    """Rows that belong to a meeting: seen by whoever sees it, changed by whoever calls it."""

    meeting_path = "meeting"

    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        return self.filter(led(user, f"{self.meeting_path}__body__"))


class PartOfMeetingQuerySet(_PartQuerySet):
    pass


class AgendaItemQuerySet(PartOfMeetingQuerySet):
    def on_agenda(self):
        return self.filter(state="accepted")

    def waiting(self):
        """Proposals that the convener has not decided about."""
        return self.filter(state="proposed")

    def own_of(self, user):
        """Items that come from places of this user alone: these change or withdraw them until the lock."""
        from meetings.models.agenda import AgendaSource

        if user.reach.token_is_read_only:
            return self.none()
        sources = AgendaSource.objects.filter(item=models.OuterRef("pk"))
        own = sources.filter(region__in=user.reach.counties)
        others = sources.exclude(region__in=user.reach.counties)
        return self.filter(models.Exists(own), ~models.Exists(others), forwarded_from=None).exclude(kind="review")

    def changeable_by(self, user):
        """By whoever calls the meeting, and by the place that they come from."""
        return self.filter(Q(pk__in=self.manageable_by(user).values("pk")) | Q(pk__in=self.own_of(user).values("pk")))


class PartOfItemQuerySet(_PartQuerySet):
    meeting_path = "item__meeting"


class PartOfMinutesQuerySet(_PartQuerySet):
    meeting_path = "minutes__meeting"


class PaperQuerySet(_PartQuerySet):
    def visible_to(self, user):
        """Read by the body's members and the offices; by all staff where the body says so."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        if reach.sees_everything or reach.provinces:
            return self
        return self.filter(Q(meeting__body__papers_for_members=False) | sits_in(user, "meeting__body__"))

    def manageable_by(self, user):
        """Taken away by whoever calls the meeting, and by who brought them."""
        if user.reach.token_is_read_only or not user.reach.staff:
            return self.none()
        return self if writes_corridor(user) else self.filter(led(user, "meeting__body__") | Q(created_by=user))


class ListEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Whoever calls the body's meetings, and the county whose line it is."""
        if user.reach.token_is_read_only:
            return self.none()
        if writes_corridor(user):
            return self
        return self.filter(led(user, "body__") | Q(region__in=user.reach.counties))

    def open(self):
        return self.filter(state__in=("open", "matched"))


class PartOfResolutionQuerySet(_PartQuerySet):
    meeting_path = "resolution__meeting"


class PolicyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That a year is handed over, and what of it, is known to all staff; see ``with_contacts_for``."""
        return self if user.reach.staff else self.none()

    def with_contacts_for(self, user):
        """People's names and numbers: for the two sides, the other members of the belt, and the offices."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        if reach.sees_everything or reach.provinces:
            return self
        sides = Q(outgoing__in=reach.counties) | Q(incoming__in=reach.counties)
        return self.filter(sides | Q(term__belt__in=belts_with_seat_of(reach.counties)))

    def manageable_by(self, user):
        """Handed over by reviewers of the outgoing county; accepted by those of the incoming one (``received_by``)."""
        return self._of(user, "outgoing")

    def received_by(self, user):
        return self._of(user, "incoming")

    def to_hand_over(self):
        return self.filter(state__in=("owed", "lacking"))

    def to_accept(self):
        return self.filter(state="handed_over")

    def _of(self, user, side):
        reach = user.reach
        codes = frozenset() if reach.token_is_read_only else reach.reviewing - reach.provinces
        return self.filter(**{f"{side}__in": codes})


def of_the_circle(user, prefix):
    """Meetings whose people and drafts this user reads: members of the body, regions that were invited, the offices."""
    from meetings.models.attendance import Invitation

    reach = user.reach
    if reach.sees_everything or reach.provinces:
        return Q()
    invited = Invitation.objects.filter(region__in=reach.counties).values("meeting_id")
    return sits_in(user, f"{prefix}body__") | Q(**{f"{prefix}pk__in": invited})


class InvitationQuerySet(PartOfMeetingQuerySet):
    """That a region was invited and whether it comes is known to all staff; who comes is not (``AttendeeQuerySet``)."""

    def answerable_by(self, user):
        """By a logger or reviewer of the region that is invited."""
        reach = user.reach
        return self.none() if reach.token_is_read_only else self.filter(region__in=reach.counties)


class AttendeeQuerySet(_PartQuerySet):
    """Names are people's data: read by members, invited regions, offices and the auditor; others get counts."""

    meeting_path = "invitation__meeting"

    def visible_to(self, user):
        return super().visible_to(user).filter(of_the_circle(user, "invitation__meeting__"))

    def in_order(self):
        """As they stand on the sheet."""
        return self.order_by("invitation__observes", "invitation__region", "position", "pk")


class MinutesQuerySet(_PartQuerySet):
    """A draft is read by whoever calls the meeting and the corridor's office until it is sent to the members."""

    def visible_to(self, user):
        rows = super().visible_to(user).filter(of_the_circle(user, "meeting__"))
        if user.reach.sees_everything:
            return rows
        return rows.filter(Q(circulated_at__isnull=False) | led(user, "meeting__body__"))
