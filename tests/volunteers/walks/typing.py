"""What people type wrongly is refused in words that do not repeat it."""

import datetime as dt

from django.core.exceptions import ValidationError

from tests.volunteers.canary import OTHER_DOCUMENT, OTHER_MOBILE, Trail, walk
from volunteers.documents import read_document
from volunteers.mobiles import read_mobile
from volunteers.names import read_name


@walk
def type_wrongly(trail: Trail):
    day = dt.date(2026, 11, 28)
    for kind in ("", "passport", "taiwan_permit", "foreign_resident"):
        for number in (OTHER_DOCUMENT, OTHER_DOCUMENT + "1", "a" + OTHER_DOCUMENT, OTHER_MOBILE):
            keep_refusal(trail, lambda kind=kind, number=number: read_document(kind, number, today=day))
    keep_refusal(trail, lambda: read_mobile(OTHER_MOBILE + "1"))
    keep_refusal(trail, lambda: read_name(OTHER_MOBILE))


def keep_refusal(trail, call):
    try:
        call()
    except ValidationError as refusal:
        trail.keep("a refusal", repr(refusal).encode())
