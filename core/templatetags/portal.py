"""Filters and tags that every template has."""

from django import template
from django.utils import timezone

register = template.Library()


@register.simple_tag(takes_context=True)
def here_with(context, **changes):
    """This address with some query parameters changed; None or "" drops one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def days_since(moment):
    """Whole days from ``moment`` (aware) until today in local time."""
    return (timezone.localdate() - timezone.localtime(moment).date()).days
