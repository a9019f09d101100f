"""Transactions of library systems over the API: pushed in batches, and read back."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from venues.filters.libraries import LibraryMovementFilter
from venues.lending.pushing import push_movements
from venues.models import Library, LibraryMovement
from venues.serializers import libraries as shapes


@extend_schema(tags=["libraries"])
@extend_schema_view(
    list=extend_schema(summary="Transactions of the libraries that you keep, the newest first"),
)
class LibraryMovementViewSet(KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    model, filterset_class, serializer_class = LibraryMovement, LibraryMovementFilter, shapes.MovementSerializer
    page_order = ("-pk",)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and not Library.objects.manageable_by(request.user).exists():
            raise PermissionDenied

    def get_queryset(self):
        return super().get_queryset().select_related("library", "owner", "other")

    @extend_schema(
        summary="Push transactions; each gets a verdict",
        request=shapes.PushSerializer,
        responses={200: shapes.PushedSerializer},
    )
    def create(self, request):
        sent = shapes.PushSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        days = sent.validated_data.get("days", [])
        pushed = push_movements(
            actor=request.user,
            rows=sent.validated_data["transactions"],
            days=[(day["library"], day["day"], day["transactions"]) for day in days],
        )
        answers = [_day_answer(day, found) for day, found in zip(days, pushed.days, strict=True)]
        body = {"results": pushed.results, "totals": pushed.totals, "days": answers}
        return Response(shapes.PushedSerializer(body).data)


def _day_answer(day, found):
    answer = {"library": day["library"], "day": day["day"], "declared": day["transactions"]}
    if isinstance(found, Exception):
        code = found.code if hasattr(found, "code") else "invalid"
        errors = [{"code": code, "field": None, "message": message} for message in found.messages]
        return answer | {"held": None, "complete": False, "errors": errors}
    return answer | {"held": found.held, "complete": found.is_complete, "errors": []}
