"""The tabs of a meeting's pages: each slice adds its own, and every page of a meeting shows them all."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

TABS = [
    ("meetings:meeting", _("Overview")),
    ("meetings:agenda", _("Agenda")),
    ("meetings:people", _("Attendance")),
    ("meetings:minutes", _("Minutes")),
    ("meetings:meeting_resolutions", _("Resolutions")),
]


def tabs_of(meeting, current):
    """(label, address, whether it is ``current``) of each tab; ``current`` is a route's name."""
    return [(label, reverse(route, args=[meeting.pk]), route == current) for route, label in TABS]
