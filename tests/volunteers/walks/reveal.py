"""Values are looked at in clear, refused, and fail to open."""

from django.urls import reverse

from tests.volunteers.canary import OTHER_DOCUMENT, Trail, walk
from volunteers.services import revealing

REASON = "活动改期，需要电话通知本人"


def address(trail, name="volunteers:reveal"):
    return reverse(name, args=[trail.volunteer.volunteer_no])


@walk
def look_at_every_value(trail: Trail):
    for what in ("document", "mobile", "guardian_document", "guardian_mobile"):
        asked = {"what": what, "reason": REASON}
        trail.ask("reviewer", address(trail), asked, echoes=True)
        trail.ask(
            "reviewer", address(trail, "api:volunteer-reveal"), asked, echoes=True, content_type="application/json"
        )
        trail.ask("stranger", address(trail), asked)
    trail.ask("reviewer", address(trail))


@walk
def ask_wrongly(trail: Trail):
    there = address(trail, "api:volunteer-reveal")
    for asked in ({}, {"what": "mobile", "reason": "short"}, {"what": OTHER_DOCUMENT, "reason": REASON}):
        trail.ask("reviewer", there, asked, content_type="application/json")
        trail.ask("reviewer", address(trail), asked)
    trail.ask("reviewer", reverse("volunteers:reveal", args=["not-a-number"]))


@walk
def fail_with_the_value_in_hand(trail: Trail):
    """The error page, and what the log says of it."""

    def fail(actor, volunteer, what, reason, *, success):
        raise RuntimeError("the audit cannot be written")

    trail.patch.setattr(revealing, "_note", fail)
    for what in ("document", "mobile"):
        answer = trail.ask("reviewer", address(trail), {"what": what, "reason": REASON})
        assert answer.status_code == 500
    trail.patch.undo()


@walk
def read_the_audit(trail: Trail):
    for name in ("accounts:audit", "accounts:audit_export"):
        trail.ask("auditor", reverse(name))
