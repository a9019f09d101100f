from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers import MeSerializer

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
