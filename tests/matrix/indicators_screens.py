"""Big screens: who makes and revokes them; at its secret address everybody sees one."""

from tests import factories
from tests.matrix import Row

# 荣昌区 convenes the southern belt this year: its staff keep the belt's screens.
CONVENER = ("own_logger", "own_reviewer", "own_colleague")
OFFICES = ("provincial_office", "corridor_office")
MADE = {"default": 404, "expected": dict.fromkeys((*CONVENER, *OFFICES), 200)}
BELTS = (*CONVENER, "corridor_office")
PK, SECRET = {"pk": "screen.pk"}, {"secret": "screen_secret"}
FORM = {"title": "大厅", "place": "belt:south", "language": "zh-hans"}

ROWS = [
    Row("indicators:screens", default=404, expected=dict.fromkeys((*CONVENER, *OFFICES, "auditor"), 200)),
    Row("indicators:screen_create", **MADE),
    Row("indicators:screen_create", "post", data=FORM, **MADE),  # the form again for the office of one province
    Row("indicators:screen_renew", "post", PK, default=404, expected=dict.fromkeys(BELTS, 200)),
    Row("indicators:screen_revoke", "post", PK, default=404, expected=dict.fromkeys(BELTS, 302)),
    Row("indicators:screen_show", arguments=SECRET, expected={"anonymous": 200}),
    Row("indicators:screen_figures", arguments=SECRET, expected={"anonymous": 200}),
    Row("indicators:screen_worker", arguments=SECRET, expected={"anonymous": 200}),
]


def world(made):
    return {
        "screen": factories.ScreenFactory(belt=made["belt"], secret="kept-on-the-wall", created_by=made["own_logger"]),
        "screen_secret": "kept-on-the-wall",
    }
