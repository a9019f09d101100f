"""Made-up activities with a realistic skew, a million in some minutes: made by the database itself (generate.sql).

The same number in an empty database gives the same rows. History triggers are off meanwhile, for that transaction only.
"""

from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from accounts.models import User
from activities.models import Activity, ActivityParty, Brand, Team, TeamMember, Work, WorkAuthor
from indicators.services.tallies import count_anew
from indicators.tallies.facts import FACTS

STATEMENTS = Path(__file__).with_suffix(".sql")
PEOPLE, TEAMS, WORKS = 60, 2_000, 6_000
NUMBERED = (Activity, ActivityParty, Brand, Team, TeamMember, Work, WorkAuthor)


def generate_activities(count: int) -> None:
    """Add ``count`` activities with their parties; brands, teams and works the first time.

    Needs the counties and seats of ``load_corridor``. The search index is taken away and built again at the end.
    """
    last = Activity.objects.aggregate(last=Max("pk"))["last"] or 0
    numbers = {"first": last + 1, "last": last + count, "people": PEOPLE, "teams": TEAMS, "works": WORKS}
    people = (User(username=f"sample{n}", name=f"样例人员{n}", password="!") for n in range(PEOPLE))
    User.objects.bulk_create(people, ignore_conflicts=True)
    search = next(index for index in Activity._meta.indexes if index.name == "activity_search")
    with transaction.atomic(), connection.schema_editor() as editor, connection.cursor() as cursor:
        editor.remove_index(Activity, search)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(STATEMENTS.read_text(encoding="utf-8"), numbers)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        editor.add_index(Activity, search)
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
    for name in ("activity", "tour", "team", "work", "brand"):
        count_anew(FACTS[name])
