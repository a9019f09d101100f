"""What the filters of venues say, in words: chips on the page, the line above an export."""

from django.utils import timezone
from django.utils.translation import gettext as _

SEPARATOR = " · "
TIME = ("free_from", "free_to")
ALONE = ("belt", "province", "region")


class Term:
    """One thing that narrows a list. ``value`` is given where its parameter has several; ``name`` may be two."""

    def __init__(self, name, text, value=""):
        self.names = name if isinstance(name, tuple) else (name,)
        self.text, self.value = text, value

    def removed_from(self, query):
        """The query string of the list without this term, beginning with “?”."""
        left = query.copy()
        left.pop("cursor", None)
        for name in self.names:
            given = [word for text in left.getlist(name) for word in text.split(",")]
            left.setlist(name, [word for word in given if self.value and word and word != self.value])
        return f"?{left.urlencode()}"


def terms_of(filters):
    """The terms of a valid filter set, in the order of its fields; nearness orders only and is none."""
    if not filters.is_valid():
        return []
    return list(_terms(filters.form))


def description_of(filters):
    return SEPARATOR.join(term.text for term in terms_of(filters)) or _("no filter")


def _terms(form):
    given = form.cleaned_data
    if given["q"]:
        yield Term("q", f"“{given['q']}”")
    for name in ("kind", "facility"):
        labels = dict(form.fields[name].choices)
        yield from (Term(name, str(labels[value]), value) for value in given[name] or ())
    yield from (Term(name, str(given[name])) for name in ALONE if given[name])
    if given["free_from"] and given["free_to"]:
        times = [f"{timezone.localtime(given[name]):%Y-%m-%d %H:%M}" for name in TIME]
        yield Term(TIME, _("free %(begin)s – %(end)s") % dict(zip(("begin", "end"), times, strict=True)))
    if given["capacity"]:
        yield Term("capacity", _("holds at least %(people)s people") % {"people": f"{given['capacity']:,}"})
    for name, text in (("from", _("opened from %(day)s")), ("to", _("opened until %(day)s"))):
        if given[name]:
            yield Term(name, text % {"day": given[name].isoformat()})
    for name, when_true, when_false in (
        ("bookable", _("can be booked"), _("cannot be booked")),
        ("corridor", _("in the corridor"), _("outside the corridor")),
        ("part", _("part of another venue"), _("no part of another venue")),
    ):
        if given[name] not in ("", None):
            yield Term(name, when_true if given[name] else when_false)
    if given["counted"]:
        words = str(dict(form.fields["counted"].choices)[given["counted"]])
        yield Term("counted", _("as the figures count: membership %(words)s") % {"words": words})
    if given["when"]:
        yield Term("when", str(dict(form.fields["when"].choices)[given["when"]]))
