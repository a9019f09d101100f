"""What the page of the free table offers to choose, and the form under which a table is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.forms.statistics import SPLITS, StatisticsForm
from indicators.models.saved import SavedView
from indicators.queries.pivot import MOST_ACROSS, MOST_DOWN


class TableForm(StatisticsForm):
    """Measures, period and comparison; the lists of dimensions are drawn by themselves, for they share a name."""

    show = top = None


class SaveForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=SavedView._meta.get_field("title").max_length)
    shared = forms.BooleanField(
        label=_("Share with all staff"),
        required=False,
        help_text=_("They see the question with the figures that they may see."),
    )


def places_of(given):
    """The lists for rows and columns, each with what is chosen in it."""
    labels = {
        "rows": (pgettext_lazy("of a table", "Rows"), _("then by")),
        "across": (pgettext_lazy("of a table", "Columns"), _("then by")),
    }
    most = {"rows": MOST_DOWN, "across": MOST_ACROSS}
    return [
        {
            "name": name,
            "place": place,
            "label": labels[name][place],
            "choices": [(code, text, code == word) for code, text in SPLITS],
        }
        for name in ("rows", "across")
        for place, word in enumerate(_chosen(given, name, most[name]))
    ]


def _chosen(given, name, most):
    words = [word for value in given.getlist(name) for word in value.split(",") if word]
    return [*words[:most], *[""] * most][:most]
