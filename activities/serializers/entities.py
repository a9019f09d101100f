"""Shapes of teams, works and brands. Rules live in ``activities.services``."""

from rest_framework import serializers

from activities.forms.entities import homes_kept_by
from activities.models import Brand, Team, TeamMember, Work, WorkAuthor, WorkVersion
from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField


class HomeField(serializers.PrimaryKeyRelatedField):
    """A region whose rows the caller keeps; only the corridor office keeps what has none."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Region._default_manager.none(), help_text="GB/T 2260 code.", **kwargs)

    def get_queryset(self):
        request = self.context.get("request")
        return homes_kept_by(request.user) if request else self.queryset


class TeamSerializer(serializers.ModelSerializer):
    """A team as it is; `cross_region` follows from the roster of the day."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    cross_region = serializers.BooleanField(help_text="People of both provinces, on the day asked for or today.")

    class Meta:
        model = Team
        fields = ["id", "url", "name", "kind", "home_region", "unit", "since", "until", "description", "cross_region"]
        read_only_fields = fields


class TeamWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    home_region = HomeField()
    unit = VisibleKeyField(Unit, required=False, allow_null=True)

    class Meta:
        model = Team
        fields = ["name", "kind", "home_region", "unit", "since", "until", "description"]
        validators: list[object] = []  # the service has them


class TeamMemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = TeamMember
        fields = ["id", "name", "home_region", "part", "since", "until"]
        read_only_fields = fields


class TeamMemberWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    home_region = VisibleKeyField(Region, help_text="GB/T 2260 code of where the person comes from.")

    class Meta:
        model = TeamMember
        fields = ["name", "home_region", "part", "since", "until"]
        validators: list[object] = []


class MembershipEndSerializer(StrictSerializer):
    """The end of a membership."""

    until = serializers.DateField(help_text="The last day.")


class WorkAuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = WorkAuthor
        fields = ["id", "name", "home_region"]
        read_only_fields = fields


class WorkAuthorWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    home_region = VisibleKeyField(Region, help_text="GB/T 2260 code of where the author comes from.")

    class Meta:
        model = WorkAuthor
        fields = ["name", "home_region"]
        validators: list[object] = []


class WorkVersionSerializer(serializers.ModelSerializer):
    class Meta:
        model = WorkVersion
        fields = ["id", "number", "note", "body", "made_at"]
        read_only_fields = fields


class WorkVersionWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    class Meta:
        model = WorkVersion
        fields = ["note", "body"]


class WorkSerializer(serializers.ModelSerializer):
    """A work as it is."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    authors = WorkAuthorSerializer(many=True)

    class Meta:
        model = Work
        fields = ["id", "url", "title", "kind", "home_region", "since", "description", "authors"]
        read_only_fields = fields


class WorkWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    home_region = HomeField()

    class Meta:
        model = Work
        fields = ["title", "kind", "home_region", "since", "description"]
        validators: list[object] = []


class BrandSerializer(serializers.ModelSerializer):
    """A brand as it is."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)

    class Meta:
        model = Brand
        fields = ["id", "url", "name", "home_region", "since", "description"]
        read_only_fields = fields


class BrandWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    home_region = HomeField()

    class Meta:
        model = Brand
        fields = ["name", "home_region", "since", "description"]
        validators: list[object] = []
        extra_kwargs = {"name": {"validators": []}}
