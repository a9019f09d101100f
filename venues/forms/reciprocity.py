import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belts.models import Region
from core.filters import DayField
from venues.queries.reciprocity import COUNTY, PROVINCE

LONGEST = dt.timedelta(days=3 * 366)


class PeriodForm(forms.Form):
    """This year where no period is given; the county is the user's own where none is named."""

    level = forms.ChoiceField(
        label=gettext_lazy("Between"),
        choices=[(COUNTY, gettext_lazy("counties")), (PROVINCE, gettext_lazy("provinces"))],
        required=False,
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Use of the venues of"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["region"].queryset = Region.objects.visible_to(user).counties()
        self.fields |= {
            "from": DayField(required=False, label=gettext_lazy("From")),
            "to": DayField(required=False, label=gettext_lazy("To")),
        }
        self.order_fields(["from", "to", "level", "region"])

    def clean(self):
        data, today = super().clean(), timezone.localdate()
        first = data["from"] = data.get("from") or today.replace(month=1, day=1)
        last = data["to"] = data.get("to") or today.replace(month=12, day=31)
        data["level"] = data.get("level") or COUNTY
        data["region"] = data.get("region") or self.user.home_region
        if last < first:
            self.add_error("to", ValidationError(_("The last day is not before the first."), code="period_reversed"))
        elif last - first > LONGEST:
            self.add_error("to", ValidationError(_("Ask for at most three years."), code="too_many_days"))
        return data
