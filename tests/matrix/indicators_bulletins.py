"""Bulletins: the offices write them, all staff read what was issued."""

from tests.indicators.bulletin_world import bulletin
from tests.matrix import Row
from tests.matrix.meeting_sessions import STAFF, each

WRITING = ("provincial_office", "corridor_office")
ON_ITS_WAY = (*WRITING, "auditor")


def world(made):
    editor, first, second = (made[name] for name in ("own_logger", "own_reviewer", "neighbour_reviewer"))
    return {
        "bulletin_draft": bulletin("2025-01"),
        "bulletin_edited": bulletin("2025-02", "edited", [editor]),
        "bulletin_approved": bulletin("2025-03", "approved", [editor, first, second]),
        "bulletin_issued": bulletin("2025-04", "issued", [editor, first, second]),
    }


DRAFT, EDITED = {"pk": "bulletin_draft.pk"}, {"pk": "bulletin_edited.pk"}
APPROVED, ISSUED = {"pk": "bulletin_approved.pk"}, {"pk": "bulletin_issued.pk"}
TEXTS = {"title": "简报", "organ": "重庆市文明办", "headline": "改过。", "text": "", "version": 1}
REASON = {"reason": "补登", "version": 1}


def _row(route, method, arguments, people, *, data=None):
    status = 200 if method == "get" else 302
    return Row(f"indicators:{route}", method, arguments, data, default=404, expected=each(people, status))


def _api(route, arguments, people):
    return Row(f"api:bulletin-{route}", "get", arguments, default=404, expected=each(people, 200))


ROWS = [
    Row("indicators:bulletins"),
    Row("indicators:bulletins", "post", data={"period": "2025-05"}, default=404, expected=each(WRITING, 302)),
    _row("bulletin", "get", DRAFT, ON_ITS_WAY),
    _row("bulletin", "get", ISSUED, STAFF),
    _row("edit_bulletin", "get", DRAFT, WRITING),
    _row("edit_bulletin", "post", DRAFT, WRITING, data=TEXTS),
    _row("approve_bulletin", "post", EDITED, WRITING, data={"version": 1}),
    _row("return_bulletin", "post", EDITED, WRITING, data=REASON),
    _row("redraw_bulletin", "post", EDITED, WRITING, data=REASON),
    _row("issue_bulletin", "post", APPROVED, WRITING, data={"version": 1}),
    _row("archive_bulletin", "post", ISSUED, WRITING, data={"version": 1}),
    _row("bulletin_pdf", "get", DRAFT, ON_ITS_WAY),
    _row("bulletin_pdf", "get", ISSUED, STAFF),
    _row("bulletin_docx", "get", ISSUED, STAFF),
    Row("api:bulletin-list"),
    _api("detail", DRAFT, ON_ITS_WAY),
    _api("detail", ISSUED, STAFF),
    _api("pdf", ISSUED, STAFF),
    _api("docx", ISSUED, STAFF),
]
