"""What people are told about registrations."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from volunteers.services import merge_notices, moving

NUMBERS = {"kept": notices.plain, "gone": notices.plain}


def register_kinds():
    notices.register(
        merge_notices.MERGED,
        _("Two volunteers merged into one"),
        _("%(gone)s is part of %(kept)s now. Both numbers stand for the person. Undo is open for 30 days."),
        NUMBERS,
    )
    notices.register(
        merge_notices.UNDONE,
        _("A merge of volunteers was undone"),
        _("%(gone)s and %(kept)s are two registrations again."),
        NUMBERS,
    )
    notices.register(
        moving.MOVED,
        _("A volunteer moved"),
        _("%(number)s moved from %(old)s to %(new)s on %(day)s. What was counted before stays."),
        {"number": notices.plain, "old": notices.plain, "new": notices.plain, "day": notices.day},
    )
