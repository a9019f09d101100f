"""How lists and pages write a record's days and parties."""

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Activity

register = template.Library()


@register.filter
def period(activity):
    """“2025-03-01”, “2025-03-01 – 03-05”, “March 2025” or “2025”: as exact as the record is."""
    first, last = activity.starts_on, activity.ends_on
    if activity.precision == Activity.Precision.YEAR:
        return _joined(_("year %(year)d") % {"year": first.year}, _("year %(year)d") % {"year": last.year})
    if activity.precision == Activity.Precision.MONTH:
        return _joined(date_format(first, "YEAR_MONTH_FORMAT"), date_format(last, "YEAR_MONTH_FORMAT"))
    end = last.strftime("%m-%d") if last.year == first.year else last.isoformat()
    return first.isoformat() if first == last else f"{first.isoformat()} – {end}"


def _joined(first, last):
    return first if first == last else f"{first} – {last}"


@register.filter
def regions(activity):
    """The regions that take part, the lead's first, each once."""
    lead = activity.lead
    parties = [lead, *activity.partners] if lead else activity.partners
    return list({party.region_id: party.region for party in parties}.values())


@register.simple_tag(takes_context=True)
def month_address(context, first):
    """This calendar, with its filters, in the month that begins on ``first``; None for the month of today."""
    query = context["request"].GET.copy()
    query.pop("month", None)
    if first:
        query["month"] = f"{first:%Y-%m}"
    return f"{reverse('activities:calendar')}?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def day_address(context, day):
    """The list of one day, with the calendar's filters."""
    query = context["request"].GET.copy()
    query.pop("month", None)
    query["from"] = query["to"] = day.isoformat()
    return f"{reverse('activities:list')}?{query.urlencode()}"
