"""What the filters of venues say, in words: chips on the page, the line above an export."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.terms import SEPARATOR, Term

TIME = ("free_from", "free_to")
ALONE = ("belt", "province", "region")


def _term(name, text, value=""):
    return Term((name,), text, value)


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
        yield _term("q", f"“{given['q']}”")
    for name in ("kind", "facility"):
        labels = dict(form.fields[name].choices)
        yield from (_term(name, str(labels[value]), value) for value in given[name] or ())
    yield from (_term(name, str(given[name])) for name in ALONE if given[name])
    if given["free_from"] and given["free_to"]:
        times = [f"{timezone.localtime(given[name]):%Y-%m-%d %H:%M}" for name in TIME]
        yield Term(TIME, _("free %(begin)s – %(end)s") % dict(zip(("begin", "end"), times, strict=True)))
    if given["capacity"]:
        yield _term("capacity", _("holds at least %(people)s people") % {"people": f"{given['capacity']:,}"})
    for name, text in (("from", _("opened from %(day)s")), ("to", _("opened until %(day)s"))):
        if given[name]:
            yield _term(name, text % {"day": given[name].isoformat()})
    for name, when_true, when_false in (
        ("bookable", _("can be booked"), _("cannot be booked")),
        ("corridor", _("in the corridor"), _("outside the corridor")),
        ("part", _("part of another venue"), _("no part of another venue")),
    ):
        if given[name] not in ("", None):
            yield _term(name, when_true if given[name] else when_false)
    if given["counted"]:
        words = str(dict(form.fields["counted"].choices)[given["counted"]])
        yield _term("counted", _("as the figures count: membership %(words)s") % {"words": words})
    if given["when"]:
        yield _term("when", str(dict(form.fields["when"].choices)[given["when"]]))
