from django import template

from indicators.queries.reported import numbers
from indicators.queries.reported.cells import label_of

register = template.Library()


@register.filter
def figure_of(value, indicator):
    """“1,234,000 人次”; a dash where there is none."""
    return "—" if value is None else numbers.shown(value, indicator)


@register.filter
def number_of(value, indicator):
    """The figure without its unit, for a table that names the unit above."""
    return "—" if value is None else f"{numbers.rounded(value, indicator):,f}"


@register.filter
def said_as(figure):
    """A published figure with its qualifier."""
    return numbers.said(figure.value, figure.indicator, figure.qualifier)


@register.filter
def period_of(report):
    return label_of(report)


@register.filter
def of_key(mapping, key):
    """The value under a key, None without one."""
    return mapping.get(key)
