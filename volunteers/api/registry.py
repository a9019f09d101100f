"""Volunteers over the API, for staff who are signed in: the same scoped rows, filters and services as the pages.

A token never reads persons: systems push and pull through their platform.
"""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.registry import VolunteerFilter
from volunteers.models import Volunteer
from volunteers.models.scope import reads_people
from volunteers.queries import registry
from volunteers.serializers import registry as shapes
from volunteers.services.looking import note_looked_at
from volunteers.services.offering import change_offer

LINE = {
    "volunteer_no": "584302173942",
    "url": "/volunteers/584302173942/",
    "version": 3,
    "state": "active",
    "name": "样*",
    "home": "500153",
    "home_name": "荣昌区",
    "registered_on": "2025-03-18",
    "registered_through": "wenming-jinbu",
    "platforms": ["wenming-jinbu", "portal"],
    "age": "35_59",
    "skills": ["speaking", "arts"],
    "times": ["weekends"],
    "dialects": ["mandarin", "sichuanese"],
}
PERSON = {
    "name": "样例甲",
    "document_kind": "居民身份证",
    "document": "9999**********0003",
    "mobile": "199****0001",
    "birth_year": 1990,
    "guardian": "",
}
LIST = OpenApiExample("Somebody of 荣昌", value=LINE, response_only=True)
DETAIL = OpenApiExample(
    "For the staff of 荣昌", value={**LINE, "person": PERSON, "areas": ["511083"]}, response_only=True
)
OFFER = OpenApiExample(
    "Serves also in 隆昌", value={"version": 3, "skills": ["speaking"], "areas": ["511083"]}, request_only=True
)


@extend_schema_view(
    list=extend_schema(
        summary="Volunteers that fit the filters, the latest first",
        description="For staff of counties and provinces who are signed in; a token gets 403. Names are masked. People "
        "of the other province are there only with their consent, and each such answer stands in the log of transfers.",
        examples=[LIST],
    ),
    retrieve=extend_schema(
        summary="One volunteer, with who it is as far as you may know",
        responses=shapes.VolunteerDetailSerializer,
        examples=[DETAIL],
    ),
)
class VolunteerViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The registry of volunteers (志愿者)."""

    model = Volunteer
    serializer_class = shapes.VolunteerSerializer
    filterset_class = VolunteerFilter
    page_order = registry.ORDER
    lookup_field = "volunteer_no"
    lookup_value_converter = "int"
    schema_tags = ["volunteers"]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not reads_people(request.user):
            raise PermissionDenied

    def get_queryset(self):
        rows = super().get_queryset()
        return registry.listed(rows) if self.action == "list" else registry.complete(rows)

    def filter_queryset(self, queryset):
        """The filters are the list's: they show those at home unless one asks for others."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def get_serializer_class(self):
        return shapes.VolunteerSerializer if self.action == "list" else shapes.VolunteerDetailSerializer

    def paginate_queryset(self, queryset):
        page = super().paginate_queryset(queryset)
        note_looked_at(actor=self.request.user, volunteers=page, what="api: list")
        return page

    def retrieve(self, request, *args, **kwargs):
        volunteer = self.get_object()
        note_looked_at(actor=request.user, volunteers=[volunteer], what=f"api: {volunteer}")
        return Response(self.get_serializer(volunteer).data)

    @extend_schema(
        summary="Change what a volunteer offers",
        description="Only what is sent changes. `version` is the one that was read: when somebody changed the "
        "registration meanwhile, the answer is 409 with the code `stale`.",
        request=shapes.OfferSerializer,
        responses=shapes.VolunteerDetailSerializer,
        examples=[OFFER, DETAIL],
    )
    def partial_update(self, request, volunteer_no):
        volunteer = self.get_object()
        serializer = shapes.OfferSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        changed = change_offer(actor=request.user, volunteer=volunteer, **serializer.validated_data)
        shown = registry.complete(Volunteer.objects.visible_to(request.user)).get(pk=changed.pk)
        return Response(self.get_serializer(shown).data)
