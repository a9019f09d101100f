"""Platforms, their keys and deliveries; files of registrations are their uploader's alone."""

from tests import factories
from tests.matrix import Row
from tests.volunteers.factories import PlatformFactory
from volunteers.models import Delivery

# Whoever holds no post in an office sees no platform.
OUTSIDE = {"nobody": 404, "volunteer": 404}
KEEPER = {"security_administrator": 200}
PLATFORM = {"code": "platform.code"}
SEES_DELIVERIES = dict.fromkeys(("provincial_office", "corridor_office", "auditor"), 200)
IMPORTERS = (
    "own_logger", "own_reviewer", "own_colleague", "neighbour_logger", "neighbour_reviewer", "other_logger",
    "provincial_office",
)  # fmt: skip
IMPORTING = dict.fromkeys(IMPORTERS, 200)
OWNER = {**dict.fromkeys(IMPORTERS, 404), "own_logger": 200}
OWNER_POSTS = {**dict.fromkeys(IMPORTERS, 404), "own_logger": 302}
IMPORT = {"pk": "volunteer_import.pk"}


def world(made):
    platform = PlatformFactory(code="wenming-jinbu", name="文明进步", province=factories.chongqing())
    batch = factories.ImportBatchFactory(
        kind="volunteers", source="portal", created_by=made["own_logger"], state="checked", totals={"new": 1},
        columns=["external_id", "name"],
    )  # fmt: skip
    factories.ImportRowFactory(batch=batch, cells=["1", "张**"])
    return {
        "platform": platform,
        "delivery": Delivery.objects.create(platform=platform, rows=1, totals={"created": 1}),
        "volunteer_import": batch,
    }


ROWS = [
    Row("volunteers:platforms", expected=OUTSIDE),
    Row("volunteers:deliveries", expected=OUTSIDE),
    Row("volunteers:deliveries", query="?platform=wenming-jinbu&from=2026-01-01", expected=OUTSIDE),
    Row("volunteers:platform_edit", arguments=PLATFORM, default=404, expected=KEEPER),
    Row(
        "volunteers:platform_edit", "post", PLATFORM, {"feed_scope": "none"}, default=404,
        expected={"security_administrator": 302},
    ),
    Row("volunteers:platform_secret", "post", PLATFORM, default=404, expected=KEEPER),
    Row("volunteers:imports", default=403, expected=IMPORTING),
    Row("volunteers:import_new", default=403, expected=IMPORTING),
    Row("volunteers:import_new", "post", data={"source": "portal"}, default=403, expected=IMPORTING),  # no file
    Row("volunteers:import_template", default=403, expected=IMPORTING),
    Row("volunteers:import", arguments=IMPORT, default=403, expected=OWNER),
    *(
        Row(f"volunteers:import_{step}", "post", IMPORT, default=403, expected=OWNER_POSTS)
        for step in ("words", "confirm", "pause", "resume", "again", "cancel")
    ),
    Row("volunteers:import_result", arguments=IMPORT, default=403, expected=OWNER),
    Row("api:volunteer-push", "post", data={"rows": []}, default=403),
    Row("api:volunteer-delivery-list"),
    Row("api:volunteer-delivery-detail", arguments={"pk": "delivery.pk"}, default=404, expected=SEES_DELIVERIES),
    Row("api:volunteer-delivery-totals"),
]  # fmt: skip
