"""The log of transfers: offices and the auditor; what platforms pull."""

from tests.matrix import Row
from tests.volunteers.feeding import TransferFactory


def world(made):
    return {"transfer": TransferFactory()}


READERS = dict.fromkeys(("provincial_office", "corridor_office", "auditor"), 200)

ROWS = [
    Row("volunteers:transfers", default=404, expected=READERS),
    Row("volunteers:transfers", query="?direction=to_sichuan&from=2026-01-01", default=404, expected=READERS),
    Row("volunteers:transfer_export", query="?format=csv", default=404, expected=READERS),
    Row("api:transfer-list"),
]
