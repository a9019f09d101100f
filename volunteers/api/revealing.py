"""Looking at a document or a mobile in clear over the API."""

from django.shortcuts import get_object_or_404
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.decorators import api_view
from rest_framework.response import Response

from volunteers.models import Volunteer
from volunteers.serializers.revealing import RevealedSerializer, RevealSerializer
from volunteers.services.revealing import reveal_identity

EXAMPLES = [
    OpenApiExample("Ask", request_only=True, value={"what": "mobile", "reason": "活动改期，需要电话通知本人"}),
    OpenApiExample(
        "Answer",
        response_only=True,
        value={"volunteer_no": "114999655968", "what": "mobile", "value": "19900000001"},
    ),
]


@extend_schema(
    summary="Look at a document or a mobile in clear",
    description="For reviewers of the home county and the office of its province, signed in; no token does. One value "
    "a request, a limited number an hour (`reveal_too_many`). Who looked, when and why stands in the audit, and the "
    "person reads it.",
    request=RevealSerializer,
    responses=RevealedSerializer,
    examples=EXAMPLES,
    tags=["volunteers"],
)
@api_view(["POST"])
@sensitive_variables("value")
def reveal(request, volunteer_no):
    rows = Volunteer.objects.revealable_by(request.user).select_related("identity", "guardian")
    volunteer = get_object_or_404(rows, volunteer_no=volunteer_no)
    asked = RevealSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    value = reveal_identity(actor=request.user, volunteer=volunteer, **asked.validated_data)
    body = {"volunteer_no": volunteer.volunteer_no, "what": asked.validated_data["what"], "value": value}
    return Response(RevealedSerializer(body).data, headers={"Cache-Control": "no-store"})
