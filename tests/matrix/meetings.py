from tests.matrix import Row

BELT = {"code": "belt.pk"}
CHANGE = {"pk": "turn_change.pk"}
OWN = {"own_reviewer": 302}
# Whoever has no turn to offer finds no form; the neighbour has one, but not this one.
ASKED = OWN | {"neighbour_reviewer": 200}
SUBSTITUTE = {"substitute-year": "term.year", "substitute-region": "neighbour.pk", "substitute-reason": "机构改革"}
SWAP = {"swap-year": "later_term.year", "swap-other_year": "last_term.year", "swap-reason": "换届"}

ROWS = [
    Row("meetings:rotation", arguments=BELT),
    Row("meetings:ask_substitute", "post", arguments=BELT, data=SUBSTITUTE, default=404, expected=ASKED),
    Row("meetings:ask_swap", "post", arguments=BELT, data=SWAP, default=404, expected=ASKED),
    Row("meetings:agree_change", "post", arguments=CHANGE, default=404, expected={"neighbour_reviewer": 302}),
    Row(
        "meetings:decline_change",
        "post",
        arguments=CHANGE,
        data={"answer": "人手不足"},
        default=404,
        expected={"neighbour_reviewer": 302},
    ),
    Row("meetings:withdraw_change", "post", arguments=CHANGE, default=404, expected=OWN),
    Row("api:convener-terms"),
]
