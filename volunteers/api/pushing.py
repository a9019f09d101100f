"""Platforms push registrations: signed, in batches, each row with a verdict of its own."""

from dataclasses import asdict

import orjson
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.parsers import BaseParser
from rest_framework.views import APIView

from volunteers.api.signing import check_signature, header_parameters
from volunteers.queries.platforms import platform_of
from volunteers.serializers.deliveries import DeliverySerializer, PushedSerializer, PushSerializer
from volunteers.services.deliveries import deliver

MOST_ROWS = 5_000
MOST_BYTES = 16_000_000
EXAMPLE = OpenApiExample(
    "One person, and one account that was closed",
    request_only=True,
    value={
        "rows": [
            {
                "external_id": "7f3a90",
                "version": 3,
                "name": "张小桥",
                "document_kind": "resident_id",
                "document": "11010519491231002X",
                "mobile": "19900000001",
                "home": "500153",
                "registered_on": "2025-03-01",
                "skills": ["medicine"],
                "times": ["weekends"],
                "dialects": ["chongqing"],
                "consents": {"keep": {"given_at": "2025-03-01T09:30:00+08:00", "version": "2025-1"}},
            },
            {"external_id": "7f3a91", "version": 8, "closed": True},
        ]
    },
)
ANSWER = OpenApiExample(
    "The first was new; nobody knew the other account",
    response_only=True,
    value={
        "delivery": {
            "id": 12, "platform": "wenming-jinbu", "received_at": "2026-11-20T09:30:00+08:00", "by_file": False,
            "rows": 2, "totals": {"created": 1, "refused": 1}, "codes": {"account_unknown": 1},
        },
        "rows": [
            {"number": 1, "external_id": "7f3a90", "verdict": "created", "code": "", "field": "", "message": "",
             "volunteer_no": "412034551203"},
            {"number": 2, "external_id": "7f3a91", "verdict": "refused", "code": "account_unknown", "field": "",
             "message": "An account that nobody knows is closed only by a row that says whose it is.",
             "volunteer_no": None},
        ],
    },
)  # fmt: skip


class SignedBodyParser(BaseParser):
    """The body as it came, for its signature is over these very bytes."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise RequestDataTooBig
        return body


class PushView(APIView):
    """A batch of registrations of the platform whose account sends it."""

    parser_classes = [SignedBodyParser]
    schema_tags = ["volunteers"]

    @extend_schema(
        operation_id="volunteer_platforms_push",
        summary="Push a batch of registrations",
        description="At most 5,000 rows, each an account of the platform as it is now. Sent twice or out of order it "
        "comes to the same: a row is known by its external_id, and an older version changes nothing. A row that is "
        "refused keeps no other out. docs/api.md shows how a request is signed.",
        request=PushSerializer,
        responses={200: PushedSerializer},
        parameters=header_parameters(required=True),
        examples=[EXAMPLE, ANSWER],
    )
    def post(self, request):
        platform = platform_of(request.user)
        if platform is None:
            message = _("This account is not that of a platform. The security administrator says which account is.")
            raise PermissionDenied(message, code="not_a_platform")
        body = request.data
        check_signature(request, platform, body)
        delivery, outcome = deliver(actor=request.user, platform=platform, rows=_rows(body))
        answers = [asdict(answer) for answer in outcome.answers]
        for answer in answers:
            del answer["volunteer"]
        return HttpResponse(
            orjson.dumps({"delivery": DeliverySerializer(delivery).data, "rows": answers}),
            content_type="application/json",
        )


def _rows(body):
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ParseError from error
    if not isinstance(sent, dict) or set(sent) != {"rows"} or not isinstance(sent["rows"], list):
        raise ValidationError(_("The body is an object with a list of rows: {“rows”: […]}."), code="invalid")
    if len(sent["rows"]) > MOST_ROWS:
        raise ValidationError(
            _("A batch has at most %(most)s rows, and this one has %(given)s. Split it."),
            code="too_many_rows_in_batch",
            params={"most": f"{MOST_ROWS:,}", "given": f"{len(sent['rows']):,}"},
        )
    return sent["rows"]
