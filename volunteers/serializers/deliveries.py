"""Deliveries of platforms: what is sent, and what is answered. Rows are read by ``volunteers.exchange``, not here."""

from rest_framework import serializers

from volunteers.choices import Dialect, Relation, ServiceTime, Skill
from volunteers.kinds import DocumentKind
from volunteers.models import Delivery


class CountsField(serializers.DictField):
    """Numbers of rows by word."""

    child = serializers.IntegerField(min_value=0)


class AgreedSerializer(serializers.Serializer):
    given_at = serializers.DateTimeField()
    version = serializers.CharField(max_length=30, help_text="Version of the platform's text that was agreed to.")
    withdrawn_at = serializers.DateTimeField(required=False, help_text="When it was taken back.")


class AgreementsSerializer(serializers.Serializer):
    keep = AgreedSerializer(help_text="That the registration is kept. Without it the row is refused.")
    share = AgreedSerializer(required=False, help_text="That the other province knows it.")
    publish = AgreedSerializer(required=False, help_text="That the name is shown in lists.")


class SentGuardianSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=50)
    document_kind = serializers.ChoiceField(DocumentKind.choices, required=False)
    document = serializers.CharField(max_length=100)
    mobile = serializers.CharField(max_length=100)
    relation = serializers.ChoiceField(Relation.choices)


class SentRowSerializer(serializers.Serializer):
    """One account of a platform, as it is now. An account that was closed may come with its id and version alone."""

    external_id = serializers.CharField(max_length=64, help_text="Id of the account on the platform.")
    version = serializers.IntegerField(min_value=1, help_text="Grows with each change of the account.")
    closed = serializers.BooleanField(required=False)
    name = serializers.CharField(max_length=100, required=False)
    document_kind = serializers.ChoiceField(
        DocumentKind.choices, required=False, help_text="Not needed where the number tells it; a passport's does not."
    )
    document = serializers.CharField(max_length=100, required=False)
    birth_date = serializers.DateField(required=False, help_text="Needed where the document's number holds none.")
    mobile = serializers.CharField(max_length=100, required=False)
    home = serializers.CharField(max_length=6, required=False, help_text="Code of the home county (GB/T 2260).")
    registered_on = serializers.DateField(required=False)
    skills = serializers.ListField(child=serializers.ChoiceField(Skill.choices), required=False)
    times = serializers.ListField(child=serializers.ChoiceField(ServiceTime.choices), required=False)
    dialects = serializers.ListField(child=serializers.ChoiceField(Dialect.choices), required=False)
    consents = AgreementsSerializer(required=False)
    guardian = SentGuardianSerializer(required=False, help_text="Of somebody under 18.")


class PushSerializer(serializers.Serializer):
    rows = SentRowSerializer(many=True, help_text="At most 5,000.")


class AnswerSerializer(serializers.Serializer):
    """What became of one row. ``code``, ``field`` and ``message`` of one that was refused, otherwise empty."""

    number = serializers.IntegerField(help_text="Place of the row in the batch, from 1.")
    external_id = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField(help_text="created, linked, updated, unchanged or refused.")
    code = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    volunteer_no = serializers.CharField(allow_null=True)


class DeliverySerializer(serializers.ModelSerializer):
    platform = serializers.SlugRelatedField("code", read_only=True)
    totals = CountsField(help_text="Rows by verdict.")
    codes = CountsField(help_text="Refused rows by reason.")
    by_file = serializers.SerializerMethodField(help_text="Whether it came as a file.")

    class Meta:
        model = Delivery
        fields = ["id", "platform", "received_at", "by_file", "rows", "totals", "codes"]

    def get_by_file(self, delivery) -> bool:
        return delivery.by_file_id is not None


class PushedSerializer(serializers.Serializer):
    delivery = DeliverySerializer()
    rows = AnswerSerializer(many=True)


class ReconciledSerializer(serializers.Serializer):
    """Sums of all deliveries that fit the filters."""

    deliveries = serializers.IntegerField()
    rows = serializers.IntegerField()
    totals = CountsField(help_text="Rows by verdict.")
    codes = CountsField(help_text="Refused rows by reason.")
