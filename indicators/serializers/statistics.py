"""The shape of the statistics' answers: as JSON for clients, and for the API document."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from indicators.measures import DIMENSIONS
from indicators.periods import Period
from indicators.queries import Answer, Question
from indicators.queries.columns import KINDS
from indicators.queries.cube import Cube, Line
from indicators.queries.headline import Headline
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.question import shown_measures
from indicators.queries.rule import filters_in_words, rule_beside, rule_of


class WordSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    meaning = serializers.CharField()


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField(allow_null=True, help_text="null: what has no value in this dimension.")
    label = serializers.CharField()


def _figures(text: str, kind: type[serializers.Field] = serializers.IntegerField, **options: Any) -> Any:
    """A number for each measure."""
    return serializers.DictField(child=kind(allow_null=True), help_text=text, **options)


class BesideSerializer(serializers.Serializer):
    """What ``compare`` and ``show`` put beside the figures; left out where it was not asked for."""

    before = _figures("Of the days that are compared with.", required=False)
    change = _figures("`values` less `before`; null where one of them is not told.", required=False)
    change_percent = _figures(
        "Of `before`, to one decimal; null where that is 0 or not told.", serializers.FloatField, required=False
    )
    share = _figures(
        "Percent of `total`, which is counted by itself: shares of joint records add up to more than 100.",
        serializers.FloatField,
        required=False,
    )
    rank = _figures("1 is the largest; equal figures share a rank; null where it is not told.", required=False)
    running = _figures("Added up along time, else down the rows; null from a hidden figure on.", required=False)


class RowSerializer(BesideSerializer):
    by = serializers.DictField(child=CodeSerializer(), help_text="For each dimension its code and label.")
    values = _figures("For each measure its figure; null where it would tell of fewer than five people.")


class RestSerializer(BesideSerializer):
    rows = serializers.IntegerField(help_text="How many rows are left out.")
    values = _figures("Counted over the rows that are left out; null where a part is hidden or they do not add up.")
    not_additive = serializers.ListField(
        child=serializers.CharField(), help_text="Measures whose rest is null because a record stands in several rows."
    )


class PeriodSerializer(serializers.Serializer):
    word = serializers.CharField()
    label = serializers.CharField()
    first = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True)


class AnswerSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField(help_text="Everything committed before this moment is counted.")
    rule = serializers.ListField(child=serializers.CharField(), help_text="How it was counted, in sentences.")
    membership = serializers.ChoiceField(["as_was", "as_is"])
    state = serializers.ChoiceField(["verified", "all"])
    filters = serializers.DictField(
        child=serializers.CharField(), help_text="The filters as they were given; of a period its days."
    )
    filters_in_words = serializers.CharField()
    period = PeriodSerializer(required=False, help_text="Where a period was given by its word.")
    updated_after = serializers.DateTimeField(
        required=False, help_text="Where it was given: `rows` holds only those in which a figure changed since."
    )
    measures = WordSerializer(many=True)
    dimensions = WordSerializer(many=True)
    columns = WordSerializer(many=True, required=False, help_text="What stands beside each figure.")
    compared_with = PeriodSerializer(required=False)
    rows = RowSerializer(many=True)
    rest = RestSerializer(
        required=False, allow_null=True, help_text="With `top`: the rows left out; null where none is."
    )
    total = _figures("Counted once by itself: not the sum of the rows.")
    total_beside = BesideSerializer(required=False)


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
    rows = [{"by": _codes(question, labels, row.codes), "values": row.values} for row in sorted_rows(made, labels)]
    return _question_data(question) | {"rows": rows, "total": made.total}


def cube_data(made: Cube) -> dict[str, Any]:
    """The same with what stands beside the figures."""
    question, columns = made.question, made.columns
    data = _question_data(question)
    data["rule"] += rule_beside(question, columns)
    data["columns"] = [
        {"name": kind, "label": str(KINDS[kind][0]), "meaning": str(KINDS[kind][1])} for kind in columns.kinds
    ]
    if columns.compared:
        data["compared_with"] = period_data(columns.compared)
    data["rows"] = [{"by": _codes(question, made.labels, line.codes), **_line_data(line)} for line in made.lines]
    if columns.top:
        data["rest"] = _rest_data(made)
    return data | {"total": made.total.values, "total_beside": made.total.beside}


def _question_data(question: Question) -> dict[str, Any]:
    beside = {"period": period_data(question.days)} if question.period else {}
    if question.updated_after is not None:
        beside["updated_after"] = moment(question.updated_after)
    return {
        "rule": rule_of(question),
        "membership": question.membership,
        "state": question.state,
        "filters": question.given,
        "filters_in_words": filters_in_words(question),
        **beside,
        "measures": [_word(entry) for entry in shown_measures(question)],
        "dimensions": [_word(DIMENSIONS[name]) for name in question.by],
    }


def _codes(question: Question, labels: Any, codes: Any) -> dict[str, Any]:
    return {name: {"code": code, "label": labels[name][code]} for name, code in zip(question.by, codes, strict=True)}


def _line_data(line: Line) -> dict[str, Any]:
    return {"values": line.values, **line.beside}


def _rest_data(made: Cube) -> dict[str, Any] | None:
    if made.rest is None:
        return None
    return {"rows": made.left_out, "not_additive": list(made.not_additive), **_line_data(made.rest)}


def period_data(period: Period) -> dict[str, Any]:
    first, last = (day and day.isoformat() for day in (period.first, period.last))
    return {"word": period.word, "label": period.label, "first": first, "last": last}


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
