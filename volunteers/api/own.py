"""One's own registration over the API, for who signed in as a volunteer; everybody else, and any token, gets 404."""

from django.http import Http404
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from core.serializers import RefusalSerializer
from volunteers.choices import ConsentPurpose
from volunteers.queries import own as queries
from volunteers.queries.correcting import newest_of
from volunteers.queries.own_copy import copy_of
from volunteers.serializers import own as shapes
from volunteers.serializers.correcting import AskSerializer, OwnCorrectionSerializer
from volunteers.services.agreeing import give_consent, withdraw_consent
from volunteers.services.correcting import ask_correction, withdraw_correction

ASKED = OpenApiExample(
    "A new passport", request_only=True,
    value={"document_kind": "passport", "document": "E12345678", "birth_date": "1990-01-01", "note": "换发护照"},
)  # fmt: skip
WHOLE = OpenApiExample("The whole number", request_only=True, value={"document": "11010519491231002X"})
PURPOSE = OpenApiParameter("purpose", str, OpenApiParameter.PATH, enum=ConsentPurpose.values)
NOT_MINE = OpenApiResponse(RefusalSerializer, "Nobody's registration, or a token.")
NO_STORE = {"Cache-Control": "private, no-store"}


class OwnView(APIView):
    schema_tags = ["volunteers"]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.volunteer = queries.own_registration(request.user)
        if self.volunteer is None:
            raise Http404


class OwnRegistration(OwnView):
    @extend_schema(
        operation_id="me_registration",
        summary="My registration as a volunteer",
        description="What is kept of me; document and mobile masked. The own page shows them after a code.",
        responses={200: shapes.OwnRegistrationSerializer, 404: NOT_MINE},
    )
    def get(self, request):
        return Response(shapes.OwnRegistrationSerializer(self.volunteer).data, headers=NO_STORE)


class OwnConsents(OwnView):
    @extend_schema(
        operation_id="me_consents",
        summary="What I agree to, purpose by purpose",
        responses={200: shapes.OwnConsentSerializer(many=True), 404: NOT_MINE},
    )
    def get(self, request):
        return Response(shapes.OwnConsentSerializer(queries.choices_of(self.volunteer), many=True).data)


class OwnConsent(OwnView):
    """One purpose: put gives the consent, delete withdraws it, as easily."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if kwargs["purpose"] not in ConsentPurpose.values:
            raise Http404

    @extend_schema(
        operation_id="me_consents_give",
        summary="Agree to one purpose, by its newest text",
        parameters=[PURPOSE],
        request=None,
        responses={200: shapes.OwnConsentSerializer(many=True), 404: NOT_MINE},
    )
    def put(self, request, purpose):
        return self._done(give_consent, purpose)

    @extend_schema(
        operation_id="me_consents_withdraw",
        summary="Withdraw one consent, from now on",
        description="To be kept at all ends by erasure, on the own page (`keeping_is_erased`).",
        parameters=[PURPOSE],
        responses={200: shapes.OwnConsentSerializer(many=True)},
    )
    def delete(self, request, purpose):
        return self._done(withdraw_consent, purpose)

    def _done(self, service, purpose):
        service(actor=self.request.user, volunteer=self.volunteer, purpose=purpose)
        return Response(shapes.OwnConsentSerializer(queries.choices_of(self.volunteer), many=True).data)


class OwnDisclosures(OwnView):
    @extend_schema(
        operation_id="me_disclosures",
        summary="Who looked at my document or mobile in clear, when and why",
        responses={200: shapes.OwnDisclosureSerializer(many=True), 404: NOT_MINE},
    )
    def get(self, request):
        return Response(shapes.OwnDisclosureSerializer(queries.disclosures_of(self.volunteer), many=True).data)


class OwnCopy(OwnView):
    @extend_schema(
        operation_id="me_copy",
        summary="Everything that is kept of me",
        description="For who sends the whole number of the document (`document_does_not_fit`). The fields are those of "
        "the file that the own page gives; `format` counts up when they change.",
        request=shapes.CopySerializer,
        responses={200: OpenApiTypes.OBJECT, 404: NOT_MINE},
        examples=[WHOLE],
    )
    @sensitive_variables()
    def post(self, request):
        asked = shapes.CopySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(copy_of(self.volunteer, **asked.validated_data), headers=NO_STORE)


class OwnCorrection(OwnView):
    """The newest request for a correction."""

    @extend_schema(
        operation_id="me_correction",
        summary="What became of the correction that I asked for",
        description="The newest one; 404 where none was asked.",
        responses={200: OwnCorrectionSerializer, 404: NOT_MINE},
    )
    def get(self, request):
        newest = newest_of(self.volunteer)
        if newest is None:
            raise Http404
        return Response(OwnCorrectionSerializer(newest).data)

    @extend_schema(
        operation_id="me_correction_ask",
        summary="Ask that name, document or birth date be put right",
        description="What stands stays until the county has seen the document. The answer is the same whether the "
        "document is registered by somebody or not.",
        request=AskSerializer,
        responses={201: OwnCorrectionSerializer, 404: NOT_MINE},
        examples=[ASKED],
    )
    def post(self, request):
        asked = AskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = ask_correction(actor=request.user, volunteer=self.volunteer, **asked.validated_data)
        return Response(OwnCorrectionSerializer(made).data, status=201)

    @extend_schema(
        operation_id="me_correction_withdraw", summary="Take the request back", responses={204: None, 404: NOT_MINE}
    )
    def delete(self, request):
        withdraw_correction(actor=request.user, volunteer=self.volunteer)
        return Response(status=204)
