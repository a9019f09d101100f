"""Registrations that may be one person: staff of either side's home, and their offices."""

from tests.matrix import Row
from tests.volunteers.merging_world import pair_of, twins
from volunteers.services.merging import merge_volunteers


def world(made):
    own, neighbour = made["own"], made["neighbour"]
    ours, theirs = twins(own, 1)[0], twins(neighbour, 1)[0]
    kept, gone = twins(own, 2)
    merged = merge_volunteers(actor=made["own_reviewer"], keep=kept, gone=gone, reason="同一个人")
    return {
        "volunteer_pair": pair_of(ours, theirs),
        "merged_pair": merged.pair,
        "volunteer_to_keep": ours,
    }


OPEN, MERGED = {"pk": "volunteer_pair.pk"}, {"pk": "merged_pair.pk"}
HOME = ("own_logger", "own_reviewer", "own_colleague", "provincial_office")
ACROSS = ("neighbour_logger", "neighbour_reviewer")
MERGE = {"keep": "volunteer_to_keep.volunteer_no", "reason": "同一个人"}
REASON = {"reason": "电话核实"}


def staff(status, *people):
    return dict.fromkeys(people or (*HOME, *ACROSS), status)


ROWS = [
    Row("volunteers:pairs"),
    Row("volunteers:pair", arguments=OPEN, default=404, expected=staff(200)),
    Row("volunteers:merge_pair", "post", OPEN, MERGE, default=404, expected=staff(302)),
    Row("volunteers:keep_pair_apart", "post", OPEN, REASON, default=404, expected=staff(302)),
    Row("volunteers:undo_pair", "post", MERGED, REASON, default=404, expected=staff(302, *HOME)),
    Row("volunteers:pair", arguments=MERGED, default=404, expected=staff(200, *HOME)),
    Row("api:volunteer-pair-list"),
    Row("api:volunteer-pair-detail", arguments=OPEN, default=404, expected=staff(200)),
    Row("api:volunteer-pair-merge", "post", OPEN, MERGE, default=404, expected=staff(200)),
    Row("api:volunteer-pair-different", "post", OPEN, REASON, default=404, expected=staff(200)),
    Row("api:volunteer-pair-undo", "post", MERGED, REASON, default=404, expected=staff(200, *HOME)),
]
