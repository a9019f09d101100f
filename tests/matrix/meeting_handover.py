"""Handover between conveners: 荣昌 owes one to 隆昌, and one of 隆昌 waits for 荣昌."""

from tests import factories
from tests.matrix import Row


def world(made):
    own, neighbour = made["own"], made["neighbour"]
    return {
        "handover": factories.HandoverFactory(term=made["term"], outgoing=own, incoming=neighbour),
        "handed_over": factories.HandoverFactory(
            term=made["neighbour_term"], outgoing=neighbour, incoming=own, state="handed_over", contacts="李四",
            handed_over_by=made["neighbour_reviewer"],
        ),
    }  # fmt: skip


OWED, HANDED_OVER = {"pk": "handover.pk"}, {"pk": "handed_over.pk"}
STAFF = {"nobody": 404, "volunteer": 404}
CONTACTS, MISSING = {"contacts": "隆昌市：李四"}, {"missing": "缺第三季度纪要"}

ROWS = [
    Row("meetings:handovers"),
    Row("meetings:handover", arguments=OWED, expected=STAFF),
    Row("meetings:handover_pdf", arguments=HANDED_OVER, expected=STAFF),
    Row("meetings:hand_over", "post", OWED, CONTACTS, default=404, expected={"own_reviewer": 302}),
    Row("meetings:hand_over", "post", HANDED_OVER, CONTACTS, default=404, expected={"neighbour_reviewer": 302}),
    Row("meetings:say_missing", "post", HANDED_OVER, MISSING, default=404, expected={"own_reviewer": 302}),
    # Nothing was handed over: who may say so is told, on the page.
    Row("meetings:say_missing", "post", OWED, MISSING, default=404, expected={"neighbour_reviewer": 200}),
    Row("meetings:accept_handover", "post", HANDED_OVER, {}, default=404, expected={"own_reviewer": 302}),
    Row("api:handover-list"),
    Row("api:handover-detail", arguments=OWED, expected=STAFF),
    Row("api:handover-hand-over", "post", OWED, CONTACTS, default=404, expected={"own_reviewer": 200}),
    Row("api:handover-missing", "post", HANDED_OVER, MISSING, default=404, expected={"own_reviewer": 200}),
    Row("api:handover-accept", "post", HANDED_OVER, {}, default=404, expected={"own_reviewer": 200}),
    Row("api:handover-accept", "post", OWED, {}, default=404, expected={"neighbour_reviewer": 400}),
]
