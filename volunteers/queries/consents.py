"""What people are asked to agree to today."""

from django.utils import timezone

from volunteers.models import ConsentText


def newest_texts() -> dict[str, ConsentText]:
    """The newest version that is in force, by purpose."""
    asked = ConsentText.objects.filter(since__lte=timezone.localdate()).order_by("purpose", "-version")
    return {text.purpose: text for text in asked.distinct("purpose")}
