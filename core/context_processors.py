from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LARGE_MODE_COOKIE = "large_mode"


@dataclass(frozen=True)
class NavItem:
    label: object
    url: str
    current: bool


def portal(request):
    """What every page needs around its own content."""
    return {
        "nav_items": list(_navigation(request)) if _signed_in(request) else [],
        "demo_banner": settings.MODE == "demo" and not settings.SECOND_FACTOR_REQUIRED,
        "large_mode": request.COOKIES.get(LARGE_MODE_COOKIE) == "1",
        "post_label": request.user.post_label if _signed_in(request) else "",
        "idle": {
            "seconds": settings.IDLE_SECONDS,
            "warn_seconds": int(settings.WARNING_BEFORE_IDLE_END.total_seconds()),
        },
    }


def _signed_in(request):
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def _navigation(request):
    for label, name, prefix in NAVIGATION:
        yield NavItem(label, reverse(name), request.path == "/" if prefix == "/" else request.path.startswith(prefix))


# (label, route, start of the addresses that belong to it)
NAVIGATION = [
    (_("Today"), "home", "/"),
]
