"""What people are told about registrations."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from volunteers.services import correction_notices, merge_notices, moving

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
    told = {"number": notices.plain, "reason": notices.plain}
    notices.register(
        correction_notices.APPROVED,
        _("Your registration was corrected"),
        _("What you asked to be put right under %(number)s stands now. The county says: %(reason)s"),
        told,
    )
    notices.register(
        correction_notices.REFUSED,
        _("Your registration was not corrected"),
        _("What you asked under %(number)s was not taken over. The county says: %(reason)s"),
        told,
    )
    notices.register(
        moving.MOVED,
        _("A volunteer moved"),
        _("%(number)s moved from %(old)s to %(new)s on %(day)s. What was counted before stays."),
        {"number": notices.plain, "old": notices.plain, "new": notices.plain, "day": notices.day},
    )
