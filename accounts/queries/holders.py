"""Who holds a post: for commands that act in the name of an office."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import PostHolding, Role, User


def holder(role, region=None):
    """Who holds such a post today; the longest there is the one."""
    today = timezone.localdate()
    people = User.objects.filter(is_active=True, holdings__in=_holdings(role, region, today))
    if (found := people.order_by("pk").first()) is None:
        place = f" of {region}" if region else ""
        raise ValidationError(f"Nobody holds the post {Role(role).value}{place}.", code="post_empty")
    return found


def _holdings(role, region, day):
    rows = PostHolding.objects.on(day).filter(post__role=role)
    return rows.filter(post__region=region) if region else rows
