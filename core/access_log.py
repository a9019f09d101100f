"""One log line a request: who asked for what, the answer, how long. Never the query, which may hold people's data."""

import time

import structlog
from django.utils.functional import SimpleLazyObject

log = structlog.get_logger("portal.access")


class AccessLogMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        if request.path.startswith("/health/"):
            return response
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - start) * 1000, 1),
            user=_known_user(request),
            address=request.META.get("REMOTE_ADDR"),
        )
        return response


def _known_user(request):
    """The key of the user, when somebody asked for it: a user is not fetched for the log."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
