"""Reported figures as people read them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from indicators.models import Indicator
from indicators.models.reported.dictionary import Qualifier


def rounded(value: Decimal, indicator: Indicator) -> Decimal:
    """To the decimal places of the indicator, halves away from nought."""
    return value.quantize(Decimal(1).scaleb(-indicator.places), rounding=ROUND_HALF_UP)


def shown(value: Decimal, indicator: Indicator) -> str:
    """“1,234,000 人次”, “97.5 %”."""
    return f"{rounded(value, indicator):,f} {indicator.unit}"


def said(value: Decimal, indicator: Indicator, qualifier: str) -> str:
    """As it was published: with the word that goes before or behind the number."""
    patterns = {
        Qualifier.EXACT: "%(number)s",
        Qualifier.MORE: _("somewhat more than %(number)s"),
        Qualifier.OVER: _("more than %(number)s"),
        Qualifier.NEAR: _("nearly %(number)s"),
        Qualifier.AT_LEAST: _("at least %(number)s"),
    }
    return patterns[Qualifier(qualifier)] % {"number": shown(value, indicator)}
