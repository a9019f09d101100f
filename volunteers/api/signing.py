"""Signed requests of platforms: the three headers, and their check. docs/api.md shows how one is signed."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import AuthenticationFailed

from volunteers.services.platforms import take_signed_request

HEADERS = {
    "timestamp": ("X-Portal-Timestamp", "Seconds since 1970, at most 5 minutes from the portal's clock."),
    "nonce": ("X-Portal-Nonce", "16 to 64 letters, digits, - or _; never the same twice."),
    "signature": ("X-Portal-Signature", "“hmac-sha256=” or “hmac-sm3=” and 64 hexadecimal digits."),
}


def header_parameters(*, required):
    return [
        OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=meaning)
        for name, meaning in HEADERS.values()
    ]


def is_signed(request):
    """Whether the request carries anything of a signature, right or wrong."""
    return any(header in request.headers for header, _meaning in HEADERS.values())


def check_signature(request, platform, body):
    """Use up the nonce of a request that is signed rightly; any other is refused with 401."""
    given = {name: request.headers.get(header, "") for name, (header, _meaning) in HEADERS.items()}
    try:
        take_signed_request(platform=platform, method=request.method, path=request.get_full_path(), body=body, **given)
    except ValidationError as error:
        raise AuthenticationFailed(error.messages[0], error.code) from error
