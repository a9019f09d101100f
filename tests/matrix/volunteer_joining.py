"""Registering: open to everybody, signed in or not. On site: the staff of a county, for their own."""

from tests.matrix import Row

OPEN, ON_ITS_WAY = {"anonymous": 200}, {"anonymous": 302}
STAFF = (
    "own_logger", "own_reviewer", "own_colleague", "neighbour_logger", "neighbour_reviewer", "other_logger",
    "provincial_office",
)  # fmt: skip
OWN = ("own_logger", "own_reviewer", "own_colleague", "provincial_office")
SOMEBODY = {
    "name": "样例甲", "document_kind": "resident_id", "document": "11010519491231002X", "home": "500153",
    "purposes": ["keep"], "consent_on_paper": False,
}  # fmt: skip
STEPS = ("mobile", "code", "details", "guardian", "guardian_code", "done")

ROWS = [
    Row("volunteers:join", expected=OPEN),
    Row("volunteers:join", "post", data={"keep": "on"}, default=302, expected=ON_ITS_WAY),
    # Nothing was begun: each step leads back to the first.
    *(Row(f"volunteers:join_{step}", default=302, expected=ON_ITS_WAY) for step in STEPS),
    Row("volunteers:join_again", "post", default=302, expected=ON_ITS_WAY),
    Row("volunteers:join_guardian_again", "post", default=302, expected=ON_ITS_WAY),
    Row("volunteers:join_refuse", "post", default=302, expected=ON_ITS_WAY),
    Row("volunteers:join_refused", expected=OPEN),
    # Whoever is signed in has no need to.
    Row("volunteers:sign_in", default=302, expected=OPEN),
    Row("volunteers:sign_in_code", default=302, expected=ON_ITS_WAY),
    Row("volunteers:sign_in_who", default=302, expected=ON_ITS_WAY),
    Row("volunteers:on_site", default=404, expected=dict.fromkeys(STAFF, 200)),
    Row("volunteers:on_site", "post", data={}, default=404, expected=dict.fromkeys(STAFF, 200)),
    # The paper is missing, or the county is another's: refused with a code either way.
    Row(
        "api:volunteer-register", "post", data=SOMEBODY, default=403, expected=dict.fromkeys(STAFF, 400)
    ),
    Row(
        "api:volunteer-register", "post", data=SOMEBODY | {"consent_on_paper": True}, default=403,
        expected=dict.fromkeys(STAFF, 400) | dict.fromkeys(OWN, 201),
    ),
]  # fmt: skip


def world(made):
    from tests.volunteers.joining import texts

    texts()
    return {}
