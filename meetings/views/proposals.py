"""Proposed days of a meeting, as a page, and as a fragment for the page on which it is planned."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from core.scoping import ScopedRowsMixin
from core.serializers import LARGEST_KEY
from core.views import FragmentMixin
from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES, UNPLANNED_STATES
from meetings.queries.proposals import proposals
from venues.models import Venue


def chosen_venue(user, text):
    """The venue that the address names, or None where it names none; out of sight is 404."""
    if not text:
        return None
    if not text.isdecimal() or int(text) > LARGEST_KEY:
        raise Http404
    return get_object_or_404(Venue.objects.visible_to(user), pk=text)


def proposals_context(user, meeting, venue=None):
    """What ``meetings/_proposals.html`` shows; ``take_url`` is the page that takes a day, for who may."""
    mine = JointMeeting.objects.manageable_by(user).filter(pk=meeting.pk).exists()
    page = "meetings:move" if meeting.state in DATED_STATES else "meetings:plan"
    return {
        "meeting": meeting,
        "proposals": proposals(meeting, venue=venue),
        "proposals_venue": venue,
        "take_url": reverse(page, args=[meeting.pk]) if mine else "",
    }


class ProposalsPage(FragmentMixin, ScopedRowsMixin, DetailView):
    """``?venue=12`` asks for days on which that hall is free. For meetings that can be given a day."""

    model = JointMeeting
    template_name = "meetings/proposals.html"
    fragment_name = "meetings/_proposals.html"

    def get_queryset(self):
        rows = super().get_queryset().filter(state__in=(*UNPLANNED_STATES, *DATED_STATES))
        return rows.select_related("body", "venue")

    def get_context_data(self, **kwargs):
        venue = chosen_venue(self.request.user, self.request.GET.get("venue", ""))
        return super().get_context_data(**proposals_context(self.request.user, self.object, venue), **kwargs)
