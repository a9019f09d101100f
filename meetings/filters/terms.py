"""What the filters of resolutions say, in words: chips on the board, the line above a file."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.terms import SEPARATOR, Term

ROWS = ("belt", "body", "region", "province", "meeting")
WORDS = ("mine", "part", "state", "age", "counted")


def terms_of(filters):
    """The terms of a valid filter set, in the order of its fields."""
    return list(_terms(filters.form)) if filters.is_valid() else []


def description_of(filters):
    given = filters.is_valid() and filters.form.cleaned_data["state"]
    texts = [term.text for term in terms_of(filters)]
    return SEPARATOR.join([*texts, *([] if given else [_("not finished")])])


def _term(name, text, value=""):
    return Term((name,), text, value)


def _terms(form):
    given = form.cleaned_data
    if given["q"]:
        yield _term("q", f"“{given['q']}”")
    yield from (_term(name, str(given[name])) for name in ROWS if given[name])
    labels = {name: dict(form.fields[name].choices) for name in (*WORDS, "colour")}
    yield from (_term(name, str(labels[name].get(given[name], given[name]))) for name in WORDS if given[name])
    yield from (_term("colour", str(labels["colour"][value]), value) for value in given["colour"] or ())
    for name, when_true, when_false in (
        ("overdue", _("past its due date"), _("not past its due date")),
        ("across", _("crosses the border"), _("within one province")),
        ("corridor", _("one of the corridor has a part in it"), _("one outside the corridor has a part in it")),
    ):
        if given[name] not in ("", None):
            yield _term(name, when_true if given[name] else when_false)
    if given["from"]:
        yield _term("from", _("due from %(day)s") % {"day": date_format(given["from"], "DATE_FORMAT")})
    if given["to"]:
        yield _term("to", _("due until %(day)s") % {"day": date_format(given["to"], "DATE_FORMAT")})
