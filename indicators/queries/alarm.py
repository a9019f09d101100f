"""Whether the last recount agreed with the records: for the readiness page."""

from django.utils import formats

from indicators.models import TallyCheck


def say_tallies() -> str:
    """A sentence where lines of the figures differ. The portal goes on serving: the records themselves are right."""
    last = TallyCheck.objects.first()
    if last is None or not last.differences:
        return ""
    day = formats.date_format(last.at, "Y-m-d H:i")
    return f"the recount of {day} found lines of the figures that differ from the records: manage.py recount"
