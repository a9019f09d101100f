from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.filters import NoticeFilter
from accounts.models import Notice
from accounts.serializers import MeSerializer, NoticeSerializer
from accounts.services import notices
from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin

EXAMPLE = {
    "username": "exchange-rongchang",
    "name": "荣昌区数据交换",
    "language": "",
    "posts": [{"role": "api_client", "region": "500153", "unit": None, "title": ""}],
    "token": {
        "prefix": "cpc_Q3hvN2xk",
        "purpose": "Nightly exchange of activities",
        "places": ["500153"],
        "may_write": True,
        "expires_at": "2027-03-31T23:59:59+08:00",
    },
}


class MeView(APIView):
    @extend_schema(
        summary="Who am I",
        description="The account behind this request, the posts it holds today, and what its token is limited to.",
        responses=MeSerializer,
        examples=[OpenApiExample("A system with a token", value=EXAMPLE, response_only=True)],
        tags=["people"],
    )
    def get(self, request):
        return Response(MeSerializer(request.user).data)


@extend_schema_view(
    list=extend_schema(
        summary="What I was told",
        description="Notices of the account behind this request, the newest first, in the language of Accept-Language.",
    )
)
class NoticeViewSet(KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    model, filterset_class, serializer_class = Notice, NoticeFilter, NoticeSerializer
    page_order = ("-due_at", "-pk")
    lookup_value_converter = "int"
    schema_tags = ["people"]

    @extend_schema(summary="Mark a notice as read", request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def read(self, request, pk):
        notice = notices.mark_read(actor=request.user, notice=self.get_object())
        return Response(self.get_serializer(notice).data)
