"""What people are told about figures and bulletins. Words are lazy, params hold names."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import notices
from indicators.periods import period_of


def plain_of(*names):
    return dict.fromkeys(names, notices.plain)


def period_label(word):
    """“2025-Q1” in the words of the language that is active."""
    return str(period_of(word, timezone.localdate()).label)


def register_kinds():
    _register_bulletins()
    notices.register(
        "report_returned",
        _("A reported figure was returned: %(indicator)s"),
        _("%(region)s, %(indicator)s, %(period)s: %(reason)s Put it right and hand it in again."),
        plain_of("indicator", "region", "reason") | {"period": period_label},
    )
    notices.register(
        "tallies_differ",
        _("Figures differ from the records"),
        _("The recount of %(day)s found %(lines)s lines that differ, the first in %(first)s."),
        {"day": notices.moment, "lines": notices.number, "first": notices.plain},
    )


def _register_bulletins():
    plain = plain_of("bulletin")
    notices.register(
        "bulletin_drafted",
        _("A bulletin is drawn up: %(bulletin)s"),
        _("Figures and a first text of %(bulletin)s are there. Edit it; two others approve it then."),
        plain,
    )
    notices.register(
        "bulletin_to_approve",
        _("A bulletin to approve: %(bulletin)s"),
        _("Read %(bulletin)s. Approve it, or return it with a reason."),
        plain,
    )
    notices.register(
        "bulletin_to_issue",
        _("Approved by two: %(bulletin)s"),
        _("%(bulletin)s is approved by two people and can be issued."),
        plain,
    )
    notices.register(
        "bulletin_returned",
        _("A bulletin was returned: %(bulletin)s"),
        _("%(bulletin)s needs another edit: %(reason)s"),
        plain | {"reason": notices.plain},
    )
    notices.register(
        "bulletin_issued",
        _("A bulletin was issued: %(bulletin)s"),
        _("%(bulletin)s is issued as number %(number)s of %(year)s."),
        plain | {"number": notices.plain, "year": notices.plain},
        mailed=False,
    )
