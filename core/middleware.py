from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, ValidationError
from django.utils.translation import gettext as _

from core import addresses, error_pages, request_id
from core.scoping import SAFE_METHODS

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
# Swagger UI writes style attributes and starts with an inline script; only its own page is let.
SIDECAR_POLICY = CONTENT_SECURITY_POLICY + "; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'"


class RequestIdMiddleware:
    """Give each request an id and say it in the answer; know where the request came from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = request_id.accepted_or_new(request.headers.get("X-Request-Id", ""))
        id_before = request_id.current.set(request.id)
        address_before = addresses.current.set(addresses.client_address(request))
        try:
            response = self.get_response(request)
        finally:
            request_id.current.reset(id_before)
            addresses.current.reset(address_before)
        response["X-Request-Id"] = request.id
        return response


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = SIDECAR_POLICY if getattr(response, "needs_inline_code", False) else CONTENT_SECURITY_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


def _largest(request, view):
    """Bytes of the largest body; a view that takes larger files says so, to those who are signed in."""
    own = getattr(view, "largest_request", 0)
    if own > settings.LARGEST_REQUEST_BYTES and request.user.is_authenticated:
        return own
    return settings.LARGEST_REQUEST_BYTES


class BadInputMiddleware:
    """Refuse what no view could use: NUL characters in an address and bodies larger than any upload may be."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\x00" in request.path or any(
            "\x00" in text for item in request.GET.lists() for text in [item[0], *item[1]]
        ):
            raise BadRequest(_("The address contains a character that cannot be used."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit():
            raise BadRequest(_("The request does not say its length as a number."))
        if int(length) > _largest(request, view):
            raise RequestDataTooBig(_("The request is too large."))

    def process_exception(self, request, exception):
        """An address that asks for what cannot be (a cursor that nobody gave out) is a bad request, not our failure."""
        if isinstance(exception, ValidationError) and request.method in SAFE_METHODS:
            return error_pages.bad_request(request, BadRequest(" ".join(exception.messages)))
        return None
