"""Venues: everybody signed in sees them; the county's staff, the offices above it and its managers keep them."""

from tests.matrix import Row

# Who keeps the venues of 荣昌区.
KEEPERS = ("own_logger", "own_reviewer", "own_colleague", "provincial_office", "corridor_office")
# Who enters venues of some county.
ENTERING = (*KEEPERS, "neighbour_logger", "neighbour_reviewer", "other_logger")
VENUE = {"pk": "venue.pk"}
PHOTO = {"pk": "venue_photo.pk"}
EXCEPTION = {"pk": "venue_exception.pk"}
IMPORT = {"pk": "venue_import.pk"}
OWNER = {**dict.fromkeys(ENTERING, 404), "own_logger": 200}
OWNER_POSTS = {**dict.fromkeys(ENTERING, 404), "own_logger": 302}
NEW = {"name": "新阵地", "kind": "custom_hall", "region": "500153"}
END = {"last_day": "2030-12-31", "reason": "搬迁"}
DAY = {"day": "2030-10-01", "reason": "国庆"}


def each(people, status):
    return dict.fromkeys(people, status)


PAGES = [
    Row("venues:list"),
    Row("venues:map"),
    Row("venues:export"),
    Row("venues:venue", arguments=VENUE),
    Row("venues:photo", arguments=PHOTO),
    Row("venues:thumbnail", arguments=PHOTO),
    Row("venues:create", default=404, expected=each(ENTERING, 200)),
    Row("venues:create", "post", data=NEW, default=404, expected={**each(ENTERING, 200), **each(KEEPERS, 302)}),
    Row("venues:edit", arguments=VENUE, default=404, expected=each(KEEPERS, 200)),
    Row("venues:edit", "post", VENUE, {"name": "改名", "kind": "room"}, default=404, expected=each(KEEPERS, 302)),
    Row("venues:move", arguments=VENUE, default=404, expected=each(KEEPERS, 200)),
    Row("venues:move", "post", VENUE, {"parent": ""}, default=404, expected=each(KEEPERS, 302)),
    Row("venues:end", arguments=VENUE, default=404, expected=each(KEEPERS, 200)),
    Row("venues:end", "post", VENUE, END, default=404, expected=each(KEEPERS, 302)),
    Row("venues:hours", arguments=VENUE, default=404, expected=each(KEEPERS, 200)),
    Row("venues:hours", "post", VENUE, {}, default=404, expected=each(KEEPERS, 302)),
    Row("venues:add_exception", "post", VENUE, DAY, default=404, expected=each(KEEPERS, 302)),
    Row("venues:remove_exception", "post", EXCEPTION, default=404, expected=each(KEEPERS, 302)),
    Row("venues:limits", arguments=VENUE, default=404, expected=each(KEEPERS, 200)),
    Row("venues:limits", "post", VENUE, {"longest": "240"}, default=404, expected=each(KEEPERS, 302)),
    Row("venues:county_limits", arguments={"code": "own.code"}, default=404, expected=each(KEEPERS, 200)),
    Row("venues:county_limits", "post", {"code": "own.code"}, {}, default=404, expected=each(KEEPERS, 302)),
    Row("venues:corridor_limits", default=404, expected={"corridor_office": 200}),
    Row("venues:corridor_limits", "post", data={}, default=404, expected={"corridor_office": 302}),
    Row("venues:add_photo", "post", VENUE, {"caption": "大门"}, default=404, expected=each(KEEPERS, 302)),  # no file
    Row("venues:remove_photo", "post", PHOTO, default=404, expected=each(KEEPERS, 302)),
]

IMPORTS = [
    Row("venues:imports", default=403, expected=each(ENTERING, 200)),
    Row("venues:import_new", default=403, expected=each(ENTERING, 200)),
    Row("venues:import_new", "post", data={"source": "台账"}, default=403, expected=each(ENTERING, 200)),  # no file
    Row("venues:import_template", default=403, expected=each(ENTERING, 200)),
    Row("venues:import", arguments=IMPORT, default=403, expected=OWNER),
    Row("venues:import_words", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_confirm", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_cancel", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_again", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_pause", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_resume", "post", IMPORT, default=403, expected=OWNER_POSTS),
    Row("venues:import_result", arguments=IMPORT, default=403, expected=OWNER),
]

API = [
    Row("api:venue-list"),
    Row("api:venue-export"),
    # A county whose venues the caller does not keep is a value that is not allowed.
    Row("api:venue-list", "post", data=NEW, default=400, expected=each(KEEPERS, 201)),
    Row("api:venue-detail", arguments=VENUE),
    Row("api:venue-detail", "patch", VENUE, {"version": 1, "capacity": 9}, default=404, expected=each(KEEPERS, 200)),
    Row("api:venue-parts", arguments=VENUE),
    Row("api:venue-move", "post", VENUE, {"parent": None}, default=404, expected=each(KEEPERS, 200)),
    Row("api:venue-end", "post", VENUE, END, default=404, expected=each(KEEPERS, 200)),
    Row("api:venue-hours", "put", VENUE, {"hours": []}, default=404, expected=each(KEEPERS, 200)),
]

ROWS = [*PAGES, *IMPORTS, *API]
