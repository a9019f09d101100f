from indicators.models import SavedView
from tests.matrix import Row

NO_SIGHT = {"nobody": 403, "volunteer": 403}
KEEPERS_ONLY = NO_SIGHT | {"system_administrator": 400, "security_administrator": 400}
VIEW, PRIVATE_VIEW = {"pk": "saved_view.pk"}, {"pk": "private_view.pk"}
NOT_SHARED = {"nobody": 404, "volunteer": 404}
TABLE = {"title": "按带按季", "query": "measures=lectures&rows=belt&across=quarter"}


def world(made):
    keep = {"owner": made["own_logger"], "query": "measures=lectures&rows=belt"}
    return {
        "saved_view": SavedView.objects.create(title="shared", shared=True, **keep),
        "private_view": SavedView.objects.create(title="private", **keep),
    }


ROWS = [
    Row("indicators:statistics", query="?measures=lectures&by=county"),
    Row("indicators:statistics", query="?measures=lectures&by=county&period=2025&compare=before&show=share,rank&top=2"),
    Row("indicators:report"),
    Row("indicators:table", query="?measures=lectures&rows=county&across=quarter&period=2025"),
    Row("indicators:table_file", query="?rows=county&across=quarter&period=2025&format=xlsx", expected=NO_SIGHT),
    Row("indicators:save_view", "post", data=TABLE, default=302, expected=NO_SIGHT),
    Row("indicators:saved_view", arguments=VIEW, expected=NOT_SHARED),
    Row("indicators:saved_view", arguments=PRIVATE_VIEW, default=404, expected={"own_logger": 200}),
    Row("indicators:change_view", "post", VIEW, TABLE, default=404, expected={"own_logger": 302}),
    Row("indicators:delete_view", "post", VIEW, default=404, expected={"own_logger": 302}),
    Row("api:statistics", query="?measures=lectures,teams&by=belt,month", expected=NO_SIGHT),
    Row("api:statistics", query="?state=all", expected=KEEPERS_ONLY),
    Row("api:statistics", query="?format=xlsx", expected=NO_SIGHT),
    Row("api:statistics", query="?by=county&updatedAfter=", expected=NO_SIGHT),
    Row("api:statistics", query="?period=2025&compare=before&by=county&show=share,rank&top=3", expected=NO_SIGHT),
    Row("api:statistics", query="?period=2025&by=month&format=sdmx-csv", expected=NO_SIGHT),
    Row("api:statistics-structure", expected=NO_SIGHT),
    Row("api:saved-table-list"),
    Row("api:saved-table-list", "post", data=TABLE, default=201, expected=NO_SIGHT),
    Row("api:saved-table-detail", arguments=VIEW, expected=NOT_SHARED),
    Row("api:saved-table-detail", "patch", VIEW, {"shared": False}, default=404, expected={"own_logger": 200}),
    Row("api:saved-table-detail", "delete", VIEW, default=404, expected={"own_logger": 204}),
    Row("api:statistics-headline", query="?year=2024", expected=NO_SIGHT),
]
