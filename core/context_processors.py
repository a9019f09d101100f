from django.conf import settings

from core import navigation

LARGE_MODE_COOKIE = "large_mode"


def portal(request):
    """What every page needs around its own content."""
    return {
        "nav_items": list(navigation.items_for(request.user, request.path)) if _signed_in(request) else [],
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
