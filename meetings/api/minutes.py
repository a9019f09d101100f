"""Minutes over the API: read, countersigned, issued, taken along as a file."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import AnyAccept, KnownParametersMixin
from core.papers.download import DOCX, PDF, download
from core.scoping import ScopedRowsMixin
from meetings.filters.attendance import MinutesFilter
from meetings.models import Minutes
from meetings.papers.content import paper_of
from meetings.papers.typesetting import pdf
from meetings.papers.word import docx
from meetings.queries.countersigning import signing_regions
from meetings.serializers.minutes import (
    CirculateSerializer,
    IssueSerializer,
    MinutesSerializer,
    ObjectionSerializer,
    WordSerializer,
)
from meetings.services import countersigning
from meetings.services.minutes import circulate_minutes

READ_BY_SIGNERS = ("sign", "object")
ISSUE = OpenApiExample(
    "Issued with a document number", request_only=True, value={"version": 3, "document_number": "荣文明办纪〔2026〕3号"}
)
FILE = OpenApiResponse(OpenApiTypes.BINARY, "The file.")


@extend_schema_view(
    list=extend_schema(summary="Minutes that you read: of bodies in which your region sits, or all of them"),
    retrieve=extend_schema(summary="The minutes of a meeting, with what members said to them"),
)
class MinutesViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Minutes: seen by members, offices and the auditor once they were sent to the members."""

    model = Minutes
    serializer_class = MinutesSerializer
    filterset_class = MinutesFilter
    lookup_value_converter = "int"
    schema_tags = ["meetings"]

    def get_queryset(self):
        if self.action in READ_BY_SIGNERS and not getattr(self, "swagger_fake_view", False):
            rows = Minutes.objects.visible_to(self.request.user)
        else:
            rows = super().get_queryset()
        return rows.select_related("meeting__body__belt", "meeting__host").prefetch_related("countersignatures")

    @extend_schema(summary="Send them to the members", request=CirculateSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def circulate(self, request, pk):
        return self._do(circulate_minutes, CirculateSerializer)

    @extend_schema(
        summary="Countersign for a member of the day of the meeting",
        request=WordSerializer,
        responses=MinutesSerializer,
    )
    @action(detail=True, methods=["post"])
    def sign(self, request, pk):
        return self._speak(countersigning.sign_minutes, WordSerializer)

    @extend_schema(summary="Object, with what is wrong", request=ObjectionSerializer, responses=MinutesSerializer)
    @action(detail=True, methods=["post"], url_path="object", url_name="object")
    def object(self, request, pk):
        return self._speak(countersigning.object_to_minutes, ObjectionSerializer)

    @extend_schema(
        summary="Issue with the body's next number",
        request=IssueSerializer,
        responses=MinutesSerializer,
        examples=[ISSUE],
    )
    @action(detail=True, methods=["post"])
    def issue(self, request, pk):
        return self._do(countersigning.issue_minutes, IssueSerializer)

    @extend_schema(summary="As PDF, in the layout of GB/T 9704-2012", responses={(200, PDF): FILE})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def pdf(self, request, pk):
        minutes = self.get_object()
        return download(pdf("minutes", paper_of(minutes).as_data()), PDF, f"{minutes.title}.pdf")

    @extend_schema(summary="As DOCX, with the same text", responses={(200, DOCX): FILE})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def docx(self, request, pk):
        minutes = self.get_object()
        return download(docx(paper_of(minutes)), DOCX, f"{minutes.title}.docx")

    def _speak(self, service, shape):
        """For the region that is named, or the only one for which the caller has the word."""
        minutes, values = self.get_object(), self._valid(shape)
        own = {region.pk: region for region in signing_regions(self.request.user, minutes)}
        if not own:
            raise Http404
        named = values.pop("region", None) or (next(iter(own)) if len(own) == 1 else "")
        if named not in own:
            message = _("Name one of the members that you speak for: %(codes)s.")
            params = {"codes": ", ".join(sorted(own))}
            raise ValidationError({"region": ValidationError(message, code="region_not_yours", params=params)})
        service(actor=self.request.user, minutes=minutes, region=own[named], **values)
        return self._answer()

    def _do(self, service, shape):
        service(actor=self.request.user, minutes=self.get_object(), **self._valid(shape))
        return self._answer()

    def _valid(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _answer(self):
        """The minutes as they are now."""
        return Response(self.get_serializer(self.get_object()).data)
