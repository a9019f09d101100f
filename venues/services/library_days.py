from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.locks import work_alone
from venues.models import Library, LibraryDay, LibraryHorizon


@transaction.atomic
def declare_day(*, actor, library, day, transactions):
    """The library says how many transactions a day had: 0 closes a gap, any number is compared with what came.

    Saying it again replaces what was said. Returns the LibraryDay as it stands now.
    """
    work_alone("library movements")
    library = Library.objects.get(pk=library.pk)
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."), code="moment_in_the_future")
    if not library.holds_on(day):
        raise ValidationError(
            _("%(code)s was no member on %(day)s."), code="not_a_member_then", params={"code": library.code, "day": day}
        )
    horizon = LibraryHorizon.objects.first()
    if horizon and day < horizon.open_since:
        message = _("The days before %(day)s are closed: what was counted of them stays.")
        raise ValidationError(message, code="day_is_closed", params={"day": horizon.open_since})
    declared = {"declared": transactions, "declared_by": actor}
    return LibraryDay.objects.update_or_create(library=library, day=day, defaults=declared)[0]
