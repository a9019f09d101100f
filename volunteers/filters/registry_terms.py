"""What the filters of volunteers say, in words: chips on the page, the line above an export."""

from typing import Any

from django.utils.translation import gettext as _

from core.terms import SEPARATOR, Term

SEVERAL = ("state", "age", "skill", "time", "dialect")


def _term(name: str, text: str, value: str = "") -> Term:
    return Term((name,), text, value)


def terms_of(filters: Any) -> list[Term]:
    """The terms of a valid filter set, in the order of its fields."""
    return list(_terms(filters.form)) if filters.is_valid() else []


def description_of(filters: Any) -> str:
    """For the file and the audit. What was searched stays out: it is a name, and the audit is kept for years."""
    texts = [_("a search by name or number") if term.names == ("q",) else term.text for term in terms_of(filters)]
    return SEPARATOR.join(texts) or _("no filter")


def _terms(form):
    given = form.cleaned_data
    if given["q"]:
        yield _term("q", f"“{given['q']}”")
    if given["whose"]:
        yield _term("whose", str(dict(form.fields["whose"].choices)[given["whose"]]))
    for name, text in _places():
        if given[name]:
            yield _term(name, text % {"value": given[name]})
    for name in SEVERAL:
        labels = dict(form.fields[name].choices)
        yield from (_term(name, str(labels[value]), value) for value in given[name] or ())
    for name, when_true, when_false in _flags():
        if given[name] not in ("", None):
            yield _term(name, when_true if given[name] else when_false)
    for name, text in (("from", _("registered from %(day)s")), ("to", _("registered until %(day)s"))):
        if given[name]:
            yield _term(name, text % {"day": given[name].isoformat()})


def _places():
    return (
        ("region", "%(value)s"),
        ("province", "%(value)s"),
        ("belt", "%(value)s"),
        ("serves_in", _("serves in %(value)s")),
        ("platform", _("on %(value)s")),
        ("through", _("registered through %(value)s")),
    )


def _flags():
    return (
        ("corridor", _("in the corridor"), _("outside the corridor")),
        ("cross_region", _("across the border"), _("not across the border")),
    )
