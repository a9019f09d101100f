from collections import defaultdict

from django.utils import timezone

from accounts.models import PostHolding


def add_posts_today(people):
    """Set ``posts_today`` of each of ``people`` in one query."""
    holdings = PostHolding.objects.on(timezone.localdate()).filter(user__in=people)
    found = defaultdict(list)
    for holding in holdings.select_related("post__region", "post__unit").order_by("post__role", "pk"):
        found[holding.user_id].append(holding.post)
    for person in people:
        person.posts_today = found[person.pk]
