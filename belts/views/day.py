from django.utils import timezone

from belts.forms import DayForm


class OnDayMixin:
    """A page about a chosen day, ``?on=2025-11-05``; today without it. A bad day is said, and today is shown."""

    def get(self, request, *args, **kwargs):
        self.day_form = DayForm(request.GET if "on" in request.GET else None)
        chosen = self.day_form.cleaned_data["on"] if self.day_form.is_valid() else None
        self.today = timezone.localdate()
        self.day = chosen or self.today
        # Links keep the day, as long as it is not today's.
        self.day_query = f"?on={self.day:%Y-%m-%d}" if self.day != self.today else ""
        response = super().get(request, *args, **kwargs)
        if self.day_form.is_bound and self.day_form.errors:
            response.status_code = 400
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            day=self.day, today=self.today, day_form=self.day_form, day_query=self.day_query, **kwargs
        )
