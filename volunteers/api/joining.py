"""Registering on site over the API, for staff who are signed in. Strangers register on the pages alone."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from volunteers.models import Volunteer
from volunteers.models.scope import reads_people
from volunteers.serializers.joining import OnSiteSerializer, RegisteredSerializer
from volunteers.services.details import read_guardian, read_person
from volunteers.services.registering import register_on_site

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="The same key again gives the first registration.",
)
EXAMPLE = OpenApiExample(
    "An adult who signed on paper",
    request_only=True,
    value={
        "name": "样例甲",
        "document_kind": "resident_id",
        "document": "11010519491231002X",
        "home": "500153",
        "mobile": "19900000001",
        "skills": ["law"],
        "times": ["weekends"],
        "dialects": ["sichuanese"],
        "purposes": ["keep", "share"],
        "consent_on_paper": True,
    },
)
ANSWER = OpenApiExample("Registered", response_only=True, value={"volunteer_no": "316619695830"})
PERSON = ("name", "document_kind", "document", "birth_date", "home", "skills", "times", "dialects")


class RegisterApi(APIView):
    """Somebody stands before the staff of their county."""

    schema_tags = ["volunteers"]

    @extend_schema(
        operation_id="volunteers_register",
        summary="Register somebody on site",
        description="For staff of the home county or its province. The consent is on paper; who wants to prove a "
        "mobile does so on the page. The answer does not tell whether the person was registered before.",
        request=OnSiteSerializer,
        responses={201: RegisteredSerializer, 200: OpenApiResponse(RegisteredSerializer, "The key was used before.")},
        parameters=[KEY],
        examples=[EXAMPLE, ANSWER],
    )
    def post(self, request):
        if not reads_people(request.user):
            raise PermissionDenied(_("Staff of counties and provinces register people on site."))
        serializer = OnSiteSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        key = form_key(request)
        known = bool(key) and Volunteer.objects.manageable_by(request.user).filter(form_key=key).exists()
        volunteer = register(request.user, serializer.validated_data, key)
        return Response(RegisteredSerializer(volunteer).data, status=200 if known else 201)


def register(actor, data, key):
    if not data["consent_on_paper"]:
        message = _("Without the consent on paper nobody is registered here. The page sends a code instead.")
        raise ValidationError({"consent_on_paper": ValidationError(message, code="consent_missing")})
    person = read_person(**{name: data[name] for name in PERSON})
    guardian = read_guardian(**data["guardian"], person=person) if data["guardian"] else None
    return register_on_site(
        actor=actor, person=person, purposes=data["purposes"], on_paper=True, mobile=data["mobile"],
        guardian=guardian, form_key=key,
    )  # fmt: skip


def form_key(request):
    given = request.headers.get("Idempotency-Key", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError as error:
        raise ValidationError(_("An Idempotency-Key is a UUID."), code="bad_key") from error
