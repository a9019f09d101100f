"""What belts puts on pages of others."""

from django.utils import timezone

from belts.queries.sketch import sketch_map


def home_map(request, subject):
    """The map on the first page; the person's own county stands out."""
    return {"map": sketch_map(timezone.localdate(), county=request.user.home_region)}
