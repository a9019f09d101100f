"""Imports of activities: pages for those who log records; a file is its uploader's alone."""

from tests.matrix import Row

LOGGERS = {
    "own_logger": 200,
    "own_colleague": 200,
    "neighbour_logger": 200,
    "other_logger": 200,
    "provincial_office": 200,
    "corridor_office": 200,
}
OWNER = {**dict.fromkeys(LOGGERS, 404), "own_logger": 200}
OWNER_POSTS = {**dict.fromkeys(LOGGERS, 404), "own_logger": 302}
IMPORT = {"pk": "import.pk"}

ROWS = [
    Row("activities:imports", default=403, expected=LOGGERS),
    Row("activities:import_new", default=403, expected=LOGGERS),
    Row("activities:import_new", "post", data={"source": "台账"}, default=403, expected=LOGGERS),  # no file
    Row("activities:import_template", default=403, expected=LOGGERS),
    Row("activities:import", arguments=IMPORT, default=403, expected=OWNER),
    Row("activities:import_words", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_confirm", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_cancel", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_again", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_pause", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_resume", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("activities:import_result", arguments=IMPORT, default=403, expected=OWNER),
]
