"""What the page of statistics offers to choose; the question itself is read by indicators.queries.question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import CommaSeparated
from indicators.measures import DIMENSIONS, MEASURES
from indicators.periods import RELATIVE
from indicators.queries.columns import KINDS, MOST_TOP, SHOWN
from indicators.queries.question import ALL, MOST_DIMENSIONS, VERIFIED

STATES = [(VERIFIED, _("verified records")), (ALL, _("all records that I may see"))]
PERIODS = [("", "—"), *RELATIVE.items()]
COMPARES = [("", "—"), ("before", _("the period before")), ("year_before", _("the same days a year earlier"))]
SPLITS = [("", "—"), *((name, entry.label) for name, entry in DIMENSIONS.items())]


class StatisticsForm(forms.Form):
    """Beside the filters of the list of activities, which the page takes from the shared filter set."""

    measures = forms.MultipleChoiceField(
        label=_("What is counted"),
        choices=[(name, entry.label) for name, entry in MEASURES.items()],
        widget=CommaSeparated,
        required=False,
    )
    period = forms.CharField(
        label=_("Period"),
        required=False,
        widget=forms.Select,
        help_text=_("Instead of the days from and to."),
    )
    compare = forms.ChoiceField(label=_("Compare with"), choices=COMPARES, required=False)
    show = forms.MultipleChoiceField(
        label=_("Beside each figure"),
        choices=[(name, KINDS[name][0]) for name in SHOWN],
        widget=CommaSeparated,
        required=False,
    )
    top = forms.CharField(
        label=_("Only the largest rows"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_TOP, "inputmode": "numeric"}),
    )
    state = forms.ChoiceField(label=_("Records"), choices=STATES, required=False)

    def __init__(self, given):
        super().__init__(given)
        word = given.get("period") or ""
        own = [] if word in dict(PERIODS) else [(word, word)]
        self.fields["period"].widget.choices = [*PERIODS, *own]


def splits_of(given):
    """The three lists to split by, each with what is chosen in it: they share one name, ``by``."""
    words = [word for value in given.getlist("by") for word in value.split(",") if word]
    chosen = [*words[:MOST_DIMENSIONS], *[""] * MOST_DIMENSIONS][:MOST_DIMENSIONS]
    labels = (_("Split by"), _("then by"), _("and by"))
    return [
        {"label": label, "place": place, "choices": [(name, text, name == word) for name, text in SPLITS]}
        for place, (label, word) in enumerate(zip(labels, chosen, strict=True))
    ]
