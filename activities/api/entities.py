"""Teams, works and brands over the API."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from activities import serializers as shapes
from activities.filters import BrandFilter, TeamFilter, WorkFilter
from activities.models import Brand, Team, TeamMember, Work, WorkAuthor
from activities.queries.entities import with_cross_region
from activities.services import brands, teams, works
from core.api import KnownParametersMixin
from core.filters import DayField
from core.scoping import ScopedRowsMixin

ON = OpenApiParameter("on", {"type": "string", "format": "date"}, description="The day that is asked for; else today.")


class EntityViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """List, read, create and change. ``write_shape`` is what is sent; ``made`` and ``changed`` are the services."""

    page_order: tuple[str, ...] = ("name", "pk")
    lookup_value_converter = "int"

    def sent(self, shape, row=None):
        context = self.get_serializer_context()
        serializer = shape(row, data=self.request.data, partial=row is not None, context=context)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def answer(self, row, status=200):
        shown = self.complete(self.model._meta.default_manager.visible_to(self.request.user)).get(pk=row.pk)
        return Response(self.get_serializer(shown).data, status=status)

    def get_queryset(self):
        return self.complete(super().get_queryset())

    def complete(self, rows):
        return rows

    def create(self, request):
        data = self.sent(self.write_shape)
        return self.answer(self.made(data), status=201)

    def partial_update(self, request, pk):
        row = self.get_object()
        return self.answer(self.changed(row, self.sent(self.write_shape, row)))


def documented(write_shape, shape, noun):
    """The four operations that teams, works and brands share, in words."""
    return extend_schema_view(
        list=extend_schema(summary=f"{noun}s that fit the filters"),
        retrieve=extend_schema(summary=f"One {noun.lower()}"),
        create=extend_schema(summary=f"Add a {noun.lower()}", request=write_shape, responses={201: shape}),
        partial_update=extend_schema(summary=f"Change a {noun.lower()}", request=write_shape, responses=shape),
    )


@documented(shapes.TeamWriteSerializer, shapes.TeamSerializer, "Team")
class TeamViewSet(EntityViewSet):
    """Lecture teams and their rosters."""

    model, filterset_class, schema_tags = Team, TeamFilter, ["teams"]
    serializer_class, write_shape = shapes.TeamSerializer, shapes.TeamWriteSerializer

    def complete(self, rows):
        return with_cross_region(rows, self.day())

    def day(self):
        """``?on=``; a list's own filter refuses a bad one."""
        given = self.request.query_params.get("on", "") if self.request else ""
        return DayField(required=False).clean(given) or timezone.localdate()

    def made(self, data):
        return teams.create_team(actor=self.request.user, **data)

    def changed(self, team, data):
        return teams.edit_team(actor=self.request.user, team=team, **data)

    @extend_schema(
        methods=["get"],
        summary="The roster of a day",
        parameters=[ON],
        responses=shapes.TeamMemberSerializer(many=True),
    )
    @extend_schema(
        methods=["post"],
        summary="Somebody joins the team",
        request=shapes.TeamMemberWriteSerializer,
        responses={201: shapes.TeamMemberSerializer},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def members(self, request, pk):
        team = self.get_object()
        if request.method != "POST":
            return Response(shapes.TeamMemberSerializer(team.members.on(self.day()), many=True).data)
        member = teams.add_member(actor=request.user, team=team, **self.sent(shapes.TeamMemberWriteSerializer))
        return Response(shapes.TeamMemberSerializer(member).data, status=201)

    @extend_schema(
        summary="Somebody leaves the team",
        request=shapes.MembershipEndSerializer,
        responses=shapes.TeamMemberSerializer,
    )
    @action(detail=True, methods=["post"], url_path="members/<int:member>/end")
    def end_membership(self, request, pk, member):
        rows = TeamMember.objects.manageable_by(request.user).filter(team=self.get_object())
        found = get_object_or_404(rows, pk=member)
        found = teams.end_membership(actor=request.user, member=found, **self.sent(shapes.MembershipEndSerializer))
        return Response(shapes.TeamMemberSerializer(found).data)


@documented(shapes.WorkWriteSerializer, shapes.WorkSerializer, "Work")
class WorkViewSet(EntityViewSet):
    """What lectures are given with, by whom, in which version."""

    model, filterset_class, schema_tags = Work, WorkFilter, ["works"]
    serializer_class, write_shape = shapes.WorkSerializer, shapes.WorkWriteSerializer
    page_order = ("title", "pk")

    def complete(self, rows):
        return rows.prefetch_related("authors")

    def made(self, data):
        return works.create_work(actor=self.request.user, **data)

    def changed(self, work, data):
        return works.edit_work(actor=self.request.user, work=work, **data)

    @extend_schema(
        summary="Name an author", request=shapes.WorkAuthorWriteSerializer, responses={201: shapes.WorkAuthorSerializer}
    )
    @action(detail=True, methods=["post"])
    def authors(self, request, pk):
        author = works.add_author(
            actor=request.user, work=self.get_object(), **self.sent(shapes.WorkAuthorWriteSerializer)
        )
        return Response(shapes.WorkAuthorSerializer(author).data, status=201)

    @extend_schema(summary="Take an author off", responses={204: None})
    @action(detail=True, methods=["delete"], url_path="authors/<int:author>")
    def author(self, request, pk, author):
        rows = WorkAuthor.objects.manageable_by(request.user).filter(work=self.get_object())
        works.remove_author(actor=request.user, author=get_object_or_404(rows, pk=author))
        return Response(status=204)

    @extend_schema(
        methods=["get"], summary="All versions, the newest first", responses=shapes.WorkVersionSerializer(many=True)
    )
    @extend_schema(
        methods=["post"],
        summary="Keep a new version; its number is given",
        request=shapes.WorkVersionWriteSerializer,
        responses={201: shapes.WorkVersionSerializer},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def versions(self, request, pk):
        work = self.get_object()
        if request.method != "POST":
            return Response(shapes.WorkVersionSerializer(work.versions.all(), many=True).data)
        version = works.add_version(actor=request.user, work=work, **self.sent(shapes.WorkVersionWriteSerializer))
        return Response(shapes.WorkVersionSerializer(version).data, status=201)


@documented(shapes.BrandWriteSerializer, shapes.BrandSerializer, "Brand")
class BrandViewSet(EntityViewSet):
    """Names that activities of several counties share."""

    model, filterset_class, schema_tags = Brand, BrandFilter, ["brands"]
    serializer_class, write_shape = shapes.BrandSerializer, shapes.BrandWriteSerializer

    def made(self, data):
        return brands.create_brand(actor=self.request.user, **data)

    def changed(self, brand, data):
        return brands.edit_brand(actor=self.request.user, brand=brand, **data)
