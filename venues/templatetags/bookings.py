from django import template
from django.utils import timezone

from core.templatetags.components import work_tag

register = template.Library()


class _Waiting:
    """What ``work_tag`` asks of a work item."""

    def __init__(self, booking):
        self.since = booking.waits_since or booking.state_since
        self.due = booking.answer_by and timezone.localtime(booking.answer_by).date()


@register.inclusion_tag("_components/tag.html")
def booking_tag(booking):
    """Its deadline, or how long it has waited."""
    return work_tag(_Waiting(booking))
