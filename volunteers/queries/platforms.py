"""Platforms with how much stands behind each."""

from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from volunteers.models import Delivery, Platform, PlatformAccount


def listed(rows: "QuerySet[Platform]") -> Any:
    """Each with its accounts that are open, and when it delivered last."""
    accounts = PlatformAccount.objects.filter(platform=OuterRef("pk"), closed_at=None).order_by()
    count = accounts.values("platform").annotate(number=Count("pk")).values("number")
    last = Delivery.objects.filter(platform=OuterRef("pk")).order_by().values("platform")
    return rows.select_related("province", "client").annotate(
        open_accounts=Coalesce(Subquery(count, output_field=IntegerField()), Value(0)),
        delivered_at=Subquery(last.annotate(at=Max("received_at")).values("at")),
    )


def platform_of(user: Any) -> Platform | None:
    """The platform for which this account delivers today."""
    return Platform.objects.of(user).first()
