"""The shape of the statistics' answers: as JSON for clients, and for the API document."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries import Answer
from indicators.queries.headline import Headline
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.rule import filters_in_words, rule_of


class WordSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    meaning = serializers.CharField()


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField(allow_null=True, help_text="null: what has no value in this dimension.")
    label = serializers.CharField()


class RowSerializer(serializers.Serializer):
    by = serializers.DictField(child=CodeSerializer(), help_text="For each dimension its code and label.")
    values = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        help_text="For each measure its figure; null where it would tell of fewer than five people.",
    )


class AnswerSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField(help_text="Everything committed before this moment is counted.")
    rule = serializers.ListField(child=serializers.CharField(), help_text="How it was counted, in sentences.")
    membership = serializers.ChoiceField(["as_was", "as_is"])
    state = serializers.ChoiceField(["verified", "all"])
    filters = serializers.DictField(child=serializers.CharField(), help_text="The filters as they were given.")
    filters_in_words = serializers.CharField()
    measures = WordSerializer(many=True)
    dimensions = WordSerializer(many=True)
    rows = RowSerializer(many=True)
    total = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), help_text="Counted once by itself: not the sum of the rows."
    )


class FigureSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    value = serializers.IntegerField(allow_null=True, help_text="null: fewer than five people.")
    phrase = serializers.CharField(help_text="As a Chinese report says it: 2000余支, 近3万场.")
    meaning = serializers.CharField()
    rows = serializers.CharField(help_text="The page that lists the records behind it; empty where there is none.")
    records = serializers.CharField(help_text="The same records over REST.")
    statistics = serializers.CharField(help_text="The same figure over REST; empty where it is no measure.")


class HeadlineSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField()
    year = serializers.IntegerField()
    figures = FigureSerializer(many=True)


def answer_data(made: Answer) -> dict[str, Any]:
    """What ``AnswerSerializer`` describes, but for ``as_of``; plain dictionaries, because there may be 50,000 cells."""
    question, labels = made.question, labels_of(made)
    rows = [
        {
            "by": {
                name: {"code": code, "label": labels[name][code]}
                for name, code in zip(question.by, row.codes, strict=True)
            },
            "values": row.values,
        }
        for row in sorted_rows(made, labels)
    ]
    return {
        "rule": rule_of(question),
        "membership": question.membership,
        "state": question.state,
        "filters": question.given,
        "filters_in_words": filters_in_words(question),
        "measures": [_word(MEASURES[name]) for name in question.measures],
        "dimensions": [_word(DIMENSIONS[name]) for name in question.by],
        "rows": rows,
        "total": made.total,
    }


def headline_data(made: Headline, address: Any) -> dict[str, Any]:
    """``address`` makes an absolute address of a path."""
    figures = [
        {
            "name": figure.name,
            "label": figure.label,
            "value": figure.value,
            "phrase": figure.phrase,
            "meaning": figure.meaning,
            "rows": address(figure.rows_url) if figure.rows_url else "",
            "records": address(figure.api_url) if figure.api_url else "",
            "statistics": address(f"{reverse('api:statistics')}?{figure.query}") if figure.query else "",
        }
        for figure in made.figures
    ]
    return {"year": made.year, "figures": figures}


def _word(entry):
    return {"name": entry.name, "label": str(entry.label), "meaning": str(entry.meaning)}


def moment(as_of: Any) -> str:
    return timezone.localtime(as_of).isoformat(timespec="seconds")
