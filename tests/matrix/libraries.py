"""Libraries: all staff see them and their figures; a county, its province and the corridor office keep theirs."""

from tests.matrix import Row

UNSEEN = {"nobody": 403, "volunteer": 403}
OWN = ("own_logger", "own_reviewer", "own_colleague", "provincial_office", "corridor_office")
KEEPERS = (*OWN, "neighbour_logger", "neighbour_reviewer")
REGISTRARS = (*KEEPERS, "other_logger")  # whose county has no library yet


def each(personas, status):
    return dict.fromkeys(personas, status)


def kept(status):
    return {"default": 404, "expected": UNSEEN | each(OWN, status)}


def imports(status):
    """A file is its uploader's alone; who keeps no library has no such pages."""
    return {"default": 403, "expected": each(KEEPERS, 404) | {"own_logger": status}}


LIBRARY, MOVEMENT, FILE = {"pk": "member_library.pk"}, {"pk": "aside.pk"}, {"pk": "day_file.pk"}
NEW = {"code": "RC-09", "name": "荣昌区少儿图书馆", "region": "500153", "source": "公告"}
CHANGED = NEW | {"code": "RC"}
READ = {"default": 404, "expected": UNSEEN | each((*OWN, "auditor"), 200)}
MADE = {"default": 400, "expected": UNSEEN | each(OWN, 201)}

ROWS = [
    Row("venues:libraries:list", expected=UNSEEN),
    Row("venues:libraries:list", query="?missing=true", expected=UNSEEN),
    Row("venues:libraries:flows", expected=UNSEEN),
    Row("venues:libraries:flows", query="?from=2025-03&level=library&region=500153", expected=UNSEEN),
    Row("venues:libraries:flows", query="?from=never", default=400, expected=UNSEEN),
    Row("venues:libraries:library", arguments=LIBRARY, expected=UNSEEN),
    Row("venues:libraries:library", arguments=LIBRARY, query="?month=2025-03", expected=UNSEEN),
    Row("venues:libraries:create", default=404, expected=UNSEEN | each(REGISTRARS, 200)),
    # A region that the user does not keep is no choice of the form.
    Row(
        "venues:libraries:create",
        "post",
        data=NEW,
        default=404,
        expected=UNSEEN | each(REGISTRARS, 200) | each(OWN, 302),
    ),
    Row("venues:libraries:edit", arguments=LIBRARY, **kept(200)),
    Row("venues:libraries:edit", "post", LIBRARY, data=CHANGED, **kept(302)),
    Row("venues:libraries:empty_day", "post", LIBRARY, data={"day": "2025-03-02"}, **kept(302)),
    Row("venues:libraries:aside", arguments=LIBRARY, expected=UNSEEN),
    Row("venues:libraries:movement", arguments=MOVEMENT, **READ),
    Row("venues:libraries:imports", default=403, expected=each(KEEPERS, 200)),
    Row("venues:libraries:import_new", default=403, expected=each(KEEPERS, 200)),
    Row("venues:libraries:import_new", "post", data={"source": "系统"}, default=403, expected=each(KEEPERS, 200)),
    Row("venues:libraries:import_template", default=403, expected=each(KEEPERS, 200)),
    Row("venues:libraries:import", arguments=FILE, **imports(200)),
    Row("venues:libraries:import_words", "post", FILE, **imports(302)),
    Row("venues:libraries:import_confirm", "post", FILE, **imports(302)),
    Row("venues:libraries:import_cancel", "post", FILE, **imports(302)),
    Row("venues:libraries:import_again", "post", FILE, **imports(302)),
    Row("venues:libraries:import_pause", "post", FILE, **imports(302)),
    Row("venues:libraries:import_resume", "post", FILE, **imports(302)),
    Row("venues:libraries:import_result", arguments=FILE, **imports(200)),
    Row("api:library-list", expected=UNSEEN),
    Row("api:library-detail", arguments=LIBRARY, expected=UNSEEN),
    Row("api:library-list", "post", data=NEW, **MADE),
    Row("api:library-detail", "patch", LIBRARY, {"name": "荣昌图书馆"}, **kept(200)),
    Row("api:library-days", arguments=LIBRARY, expected=UNSEEN),
    Row("api:library-figures", expected=UNSEEN),
    Row("api:library-flows", expected=UNSEEN),
    Row("api:library-series", expected=UNSEEN),
    Row("api:library-movement-list"),
    Row("api:library-movement-list", "post", data={"transactions": []}, default=403, expected=each(KEEPERS, 200)),
]
