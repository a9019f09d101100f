"""What a filter set says, in words: chips on pages, the line above an export, the rule beside a figure."""

import calendar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belts.queries.seats import AS_IS
from core.terms import SEPARATOR, Term


def description_of(filterset, nothing=None):
    """“川南渝西 · lecture · 2025”; ``nothing`` (all records) where no filter is set."""
    texts = [term.text for term in terms_of(filterset)]
    return SEPARATOR.join(texts) or (_("all records") if nothing is None else nothing)


def terms_of(filterset):
    """The terms of a valid, bound filter set, places first."""
    if not filterset.is_bound or not filterset.is_valid():
        return []
    given = filterset.form.cleaned_data
    return [*_places(given), *_words(filterset.form, given), *_period(given.get("from"), given.get("to"))]


def _places(given):
    for name in ("belt", "region", "province"):
        if given[name]:
            yield Term((name,), str(given[name]))
    if given["corridor"] not in ("", None):
        yield Term(("corridor",), _("in the corridor") if given["corridor"] else _("outside the corridor"))
    if given["role"] == "lead":
        yield Term(("role",), _("leads"))
    if given["role"] == "partner":
        yield Term(("role",), _("takes part as a partner"))
    if given["with_region"]:
        yield Term(("with_region",), _("together with %(region)s") % {"region": given["with_region"]})
    if (given["belt"] or given["corridor"] not in ("", None)) and given["membership"] == AS_IS:
        yield Term(("membership",), _("by today's membership"))


def _words(form, given):
    for name in ("kind", "task", "state", "audience", "precision", "origin"):
        labels = dict(form.fields[name].choices)
        for value in given[name]:
            yield Term((name,), str(labels[value]), value)
    for name in ("brand", "team", "work"):
        if given[name]:
            text = _("no brand") if given[name] == "null" else str(given[name])
            yield Term((name,), text)
    if given["held_in"]:
        yield Term(("held_in",), _("held in %(region)s") % {"region": given["held_in"]})
    if given["team_from"]:
        yield Term(("team_from",), _("by a team from %(region)s") % {"region": given["team_from"]})
    yield from _answers(given)
    if given["source"]:
        yield Term(("source",), _("source %(source)s") % {"source": given["source"]})
    if given["q"]:
        yield Term(("q",), f"“{given['q']}”")


def _answers(given):
    sentences = {
        "cross_province": (_("both provinces"), _("one province only")),
        "touring": (_("touring team"), _("no touring team")),
        "mine": (_("logged by me"), _("logged by others")),
    }
    for name, (when_true, when_false) in sentences.items():
        if given[name] not in ("", None):
            yield Term((name,), when_true if given[name] else when_false)


def _period(first, last):
    if not first and not last:
        return
    if first and last:
        yield Term(("from", "to"), _between(first, last))
    elif first:
        yield Term(("from",), _("from %(day)s") % {"day": first.isoformat()})
    else:
        yield Term(("to",), _("until %(day)s") % {"day": last.isoformat()})


def _between(first, last):
    """A whole year or month by its name, else the two days."""
    starts = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if starts and first.year == last.year and (first.month, last.month) == (1, 12):
        return _("year %(year)d") % {"year": first.year}
    if starts and (first.year, first.month) == (last.year, last.month):
        return date_format(first, "YEAR_MONTH_FORMAT")
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
