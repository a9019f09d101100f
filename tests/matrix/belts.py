from tests.matrix import Row

KEEPERS = ("own_logger", "own_reviewer", "own_colleague", "provincial_office", "corridor_office")


def kept(status):
    """Units of a county are kept by its staff, its provincial office and the corridor office."""
    return {"default": 404, "expected": dict.fromkeys(KEEPERS, status)}


def corridor(status):
    """Seats are the corridor office's to change."""
    return {"default": 404, "expected": {"corridor_office": status}}


OWN = {"code": "own.pk"}
UNIT = {"pk": "unit.pk"}
JOIN = {"belt": "belt.pk", "region": "other.pk", "since": "2026-01-01", "certainty": "stated", "evidence": "文件"}
LEAVE = {"region": "own.pk", "last_day": "2026-10-31", "evidence": "文件"}
NEW_UNIT = {"name": "荣昌区图书馆", "kind": "library"}
CHANGED_UNIT = {"name": "荣昌区委宣传部（新）", "kind": "publicity_department"}
# Staff of other counties may add units, but not to this one.
MADE = dict.fromkeys(KEEPERS, 201) | dict.fromkeys(("neighbour_logger", "neighbour_reviewer", "other_logger"), 400)

ROWS = [
    Row("belts:corridor"),
    Row("belts:corridor", query="?on=2025-11-05"),
    Row("belts:belt", arguments={"code": "belt.pk"}),
    Row("belts:counties"),
    Row("belts:county", arguments=OWN),
    Row("belts:units"),
    Row("belts:unit", arguments=UNIT),
    Row("belts:unit_create", arguments=OWN, **kept(200)),
    Row("belts:unit_create", "post", arguments=OWN, data=NEW_UNIT, **kept(302)),
    Row("belts:unit_edit", arguments=UNIT, **kept(200)),
    Row("belts:unit_edit", "post", arguments=UNIT, data=CHANGED_UNIT, **kept(302)),
    Row("belts:unit_move", arguments=UNIT, **kept(200)),
    Row("belts:unit_move", "post", arguments=UNIT, data={"parent": ""}, **kept(302)),
    Row("belts:unit_close", arguments=UNIT, **kept(200)),
    Row("belts:unit_close", "post", arguments=UNIT, data={"last_day": "2026-10-31", "reason": "撤并"}, **kept(302)),
    Row("belts:join", **corridor(200)),
    Row("belts:join", "post", data=JOIN, **corridor(302)),
    Row("belts:leave", **corridor(200)),
    Row("belts:leave", "post", data=LEAVE, **corridor(302)),
    Row("belts:replace", **corridor(200)),
    Row("api:belt-list"),
    Row("api:belt-detail", arguments={"pk": "belt.pk"}),
    Row("api:region-list"),
    Row("api:region-detail", arguments=OWN),
    Row("api:unit-list"),
    Row("api:unit-list", "post", data=NEW_UNIT | {"region": "own.pk"}, default=403, expected=MADE),
    Row("api:unit-detail", arguments=UNIT),
    Row("api:unit-detail", "patch", arguments=UNIT, data={"name": "荣昌区委宣传部（新）"}, **kept(200)),
]
