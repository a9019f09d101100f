"""Shapes that several APIs share, and how they refuse."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.scoping import visible

MOST_KEYS = 50
LARGEST_KEY = 2**63 - 1


class StrictSerializer(serializers.Serializer):
    """A body with a name that cannot be set is refused: ignoring it would look like having done it."""

    def to_internal_value(self, data):
        if isinstance(data, dict):
            settable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [name for name in data if name not in settable]
            if unknown:
                message = _("This cannot be set here. Fields that can: %(fields)s.") % {
                    "fields": ", ".join(sorted(settable))
                }
                refusals = {str(name)[:100]: serializers.ErrorDetail(message, code="unknown_field") for name in unknown}
                raise serializers.ValidationError({name: [refusal] for name, refusal in refusals.items()})
        return super().to_internal_value(data)


class VisibleKeyField(serializers.PrimaryKeyRelatedField):
    """The key of a row that the caller sees."""

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def get_queryset(self):
        return visible(self.model)(self.context.get("request"))


class VisibleKeysField(serializers.ListField):
    """Keys of rows that the caller sees, read in one query however many they are."""

    child = serializers.IntegerField(min_value=1, max_value=LARGEST_KEY)

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(max_length=MOST_KEYS, **kwargs)

    def to_internal_value(self, data):
        keys = super().to_internal_value(data)
        if len(keys) > MOST_KEYS:
            return keys  # refused by the validator of the length, without reading the rows first
        found = visible(self.model)(self.context.get("request")).in_bulk(keys)
        missing = [str(key) for key in keys if key not in found]
        if missing:
            message = _("There is no row with the key %(keys)s, or it is not yours to see.")
            raise serializers.ValidationError(message % {"keys": ", ".join(missing)}, code="invalid_choice")
        return list(found.values())


class ErrorSerializer(serializers.Serializer):
    """One thing that is wrong."""

    code = serializers.CharField(help_text="Stable; every code is explained at /errors/.")
    field = serializers.CharField(allow_null=True, help_text="Where in the request, for example partners.0.region.")
    message = serializers.CharField(help_text="For people, in the language of Accept-Language.")


class RefusalSerializer(serializers.Serializer):
    """The body of every answer from 400 on."""

    errors = ErrorSerializer(many=True)  # type: ignore[assignment]  # the name that the API has; DRF lets it be
    request_id = serializers.CharField(help_text="Give it when you ask for help.")


class ReasonSerializer(StrictSerializer):
    """Why a record is sent back or re-opened; shown to its county and kept in the history."""

    reason = serializers.CharField(max_length=500)
