"""The pieces pages are made of; their markup stands in templates/_components/. See docs/pages.md."""

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()

# The colour of a state; its words say the same, so that colour is never the only signal.
STATE_TONES = {
    "edited": "warn",
    "approved_once": "warn",
    "submitted": "warn",
    "pending": "warn",
    "running": "info",
    "reopened": "info",
    "returned": "late",
    "refused": "late",
    "failed": "late",
    "error": "late",
    "verified": "ok",
    "published": "ok",
    "done": "ok",
    "new": "ok",
    "uploaded": "info",
    "checked": "warn",
    "confirmed": "info",
    "paused": "warn",
    "stopped": "late",
    "unreadable": "late",
    "changed": "info",
    "conflict": "late",
    "requested": "warn",
    "agreed": "info",
    "offered": "info",
    "approved": "ok",
    "held": "ok",
    "no_show": "late",
    "cancelled": "late",
    "proposed": "warn",
    "accepted": "ok",
    "declined": "late",
    "open": "warn",
    "matched": "info",
    "planned": "info",
    "agenda_open": "info",
    "agenda_locked": "warn",
    "noticed": "info",
    "issued": "ok",
    "postponed": "warn",
    "missed": "late",
    "reported": "warn",
    "closed": "ok",
    "owed": "warn",
    "handed_over": "info",
    "lacking": "late",
}
DAYS_THAT_ARE_SOON = 3


@register.filter
def listed(values):
    """The values with the language's mark between them: 荣昌区、隆昌市."""
    mark = pgettext("between the words of a list", ", ")
    return format_html_join(mark_safe(mark), "{}", ((value,) for value in values))  # noqa: S308


@register.inclusion_tag("_components/tag.html")
def tag(text, tone=""):
    """A small coloured word: tone "", late, warn, ok or info."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("_components/tag.html")
def state_tag(state, label):
    return {"text": label, "tone": STATE_TONES.get(state, "")}


@register.inclusion_tag("_components/tag.html")
def work_tag(item):
    """How urgent a work item is: its deadline, or how long it has waited."""
    today = timezone.localdate()
    if item.due is None:
        return _waiting((today - timezone.localtime(item.since).date()).days)
    return _deadline((item.due - today).days)


def _deadline(days):
    if days < 0:
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
        return {"text": late, "tone": "late"}
    if days == 0:
        return {"text": _("due today"), "tone": "warn"}
    left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return {"text": left, "tone": "warn" if days <= DAYS_THAT_ARE_SOON else ""}


def _waiting(days):
    if days < 1:
        return {"text": _("new"), "tone": "ok"}
    return {"text": ngettext("waiting %(days)d day", "waiting %(days)d days", days) % {"days": days}, "tone": ""}


@register.inclusion_tag("_components/crumbs.html")
def crumbs(*pairs):
    """``{% crumbs label url label url ... label %}``; the last one, without an address, is this page."""
    labels, urls = pairs[::2], [*pairs[1::2], ""]
    return {"steps": list(zip(labels, urls, strict=False))}


@register.inclusion_tag("_components/figure.html")
def figure(label, value, note="", url=""):
    """A figure with its name, how it was counted, and the way to its rows."""
    return {"label": label, "value": value, "note": note, "url": url}


@register.inclusion_tag("_components/bar.html")
def bar(part, whole, belt=""):
    """A bar beside its number; ``belt`` is south, central, north or east."""
    share = 100 * float(part) / float(whole) if whole else 0.0
    return {"percent": f"{min(max(share, 0.0), 100.0):.1f}", "belt": belt}


@register.inclusion_tag("_components/empty.html")
def empty(text, reason="", url="", action=""):
    """What an empty list says: that it is empty, what hides its rows, and what to do."""
    return {"text": text, "reason": reason, "url": url, "action": action}


@register.inclusion_tag("_components/pages.html", takes_context=True)
def pages(context, page, target=""):
    """Links to the pages beside ``page`` (core.paging); ``target`` is the list that htmx replaces."""
    query = context["request"].GET.copy()
    links = {}
    for name in ("earlier", "later"):
        cursor = getattr(page, name)
        query["cursor"] = cursor
        links[name] = f"?{query.urlencode()}" if cursor else ""
    return {**links, "target": target}
