"""What the registry adds to a volunteer's page."""

from django.urls import reverse

from volunteers.models import Volunteer


def reveal_panel(request, volunteer):
    """The way to a number in clear, for those who may look at it."""
    rows = Volunteer.objects.revealable_by(request.user).filter(pk=volunteer.pk, identity__isnull=False)
    return {"url": reverse("volunteers:reveal", args=[volunteer.volunteer_no])} if rows.exists() else None
