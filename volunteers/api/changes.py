"""What changed of volunteers, for the systems of platforms."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import api_view
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.response import Response

from core.filters import check_known
from core.serializers import RefusalSerializer
from volunteers.api.signing import check_signature, header_parameters, is_signed
from volunteers.choices import FeedScope
from volunteers.errors.feed import CODES
from volunteers.models import Platform
from volunteers.serializers.changes import ChangesSerializer
from volunteers.services import feed

USUAL_SIZE = 500
EXAMPLE = OpenApiExample(
    "A row and a tombstone",
    response_only=True,
    value={
        "results": [
            {
                "volunteer_no": "431823828396",
                "state": "active",
                "version": 3,
                "became": None,
                "volunteer": {
                    "name": "样例甲",
                    "mobile": "199****0001",
                    "home": "500153",
                    "stated_home": "",
                    "birth_year": 1990,
                    "skills": ["medicine"],
                    "times": ["weekends"],
                    "dialects": ["sichuanese"],
                    "consents": ["keep", "share"],
                    "external_ids": ["CQ-88213"],
                    "registered_on": "2026-03-08",
                },
            },
            {
                "volunteer_no": "309188157431",
                "state": "merged",
                "version": 5,
                "became": "431823828396",
                "volunteer": None,
            },
        ],
        "cursor": "WyI5YzE0IiwxMjM0NSw2N10",
        "more": False,
    },
)  # fmt: skip


class CursorGone(APIException):
    status_code = 410
    default_code = "cursor_of_another_epoch"
    default_detail = CODES["cursor_of_another_epoch"]


class FeedNotReady(APIException):
    status_code = 503
    default_code = "feed_not_ready"
    default_detail = CODES["feed_not_ready"]


def platform_of(user):
    """The platform whose system asks; nobody else pulls, and no token that was narrowed to places."""
    platform = Platform.objects.visible_to(user).of(user).first() if user.token else None
    if platform is None or platform.feed_scope == FeedScope.NONE or user.reach.places is not None:
        raise PermissionDenied(CODES["not_a_platform"], code="not_a_platform")
    return platform


@extend_schema(
    operation_id="volunteer_changes",
    summary="What changed of volunteers, in the order in which it became final",
    description="Begin without a cursor; keep the one of each answer and send it with the next request. A row that is "
    "sent again replaces what you hold; a tombstone ends it. Nothing is skipped, but a row may come twice. Each "
    "request is signed over the path with its query and an empty body, unless the platform's setting says that the "
    "token is enough; a signature that is sent is looked at in any case.",
    tags=["volunteers"],
    parameters=[
        *header_parameters(required=False),
        OpenApiParameter("cursor", str, description="As the answer before gave it; left out at the beginning."),
        OpenApiParameter(
            "size",
            {"type": "integer", "minimum": 1, "maximum": feed.LARGEST_PAGE, "default": USUAL_SIZE},
            description="Most rows of a page.",
        ),
    ],
    responses={
        200: ChangesSerializer,
        410: OpenApiResponse(RefusalSerializer, "The cursor is of a feed that is no more: start from the beginning."),
        503: OpenApiResponse(RefusalSerializer, "The database was restored; try again in some minutes."),
    },
    examples=[EXAMPLE],
)
@api_view(["GET"])
def volunteer_changes(request):
    check_known(request.query_params, {"cursor", "size"})
    platform = platform_of(request.user)
    if platform.pulls_signed or is_signed(request):
        check_signature(request, platform, b"")
    cursor = request.query_params.get("cursor", "")
    try:
        found = feed.pull_changes(platform=platform, cursor=cursor, size=_size(request))
    except feed.EpochEndedError as error:
        raise CursorGone from error
    except feed.FeedNotReadyError as error:
        raise FeedNotReady from error
    return Response(ChangesSerializer(found).data)


def _size(request):
    value = request.query_params.get("size", str(USUAL_SIZE))
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= feed.LARGEST_PAGE:
        message = _("The size of a page is a whole number from 1 to %(most)d.") % {"most": feed.LARGEST_PAGE}
        raise ValidationError({"size": ValidationError(message, code="invalid")})
    return int(value)
