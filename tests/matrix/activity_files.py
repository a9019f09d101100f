"""Photos, files and possible duplicates of activities."""

from tests.matrix import Row

OWN = {"own_logger": 302, "own_colleague": 302, "own_reviewer": 302, "provincial_office": 302, "corridor_office": 302}
SIDES = {"own_reviewer": 302, "neighbour_reviewer": 302, "provincial_office": 302}
PAIR = {"pk": "pair.pk"}

ROWS = [
    Row("activities:attach", "post", {"pk": "draft.pk"}, default=404, expected=OWN),
    Row("activities:attachment", arguments={"pk": "photo.pk"}, expected={"nobody": 404, "volunteer": 404}),
    Row("activities:thumbnail", arguments={"pk": "photo.pk"}, expected={"nobody": 404, "volunteer": 404}),
    Row("activities:remove_attachment", "post", {"pk": "photo.pk"}, default=404),  # of a verified record
    Row("activities:duplicates"),
    Row("activities:duplicate", arguments=PAIR, expected={"nobody": 404, "volunteer": 404}),
    Row("activities:decide_duplicate", "post", PAIR, data={"decision": "different"}, default=404, expected=SIDES),
]
