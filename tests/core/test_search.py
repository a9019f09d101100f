import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st


def pairs_in_sql(parts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT bigrams(VARIADIC %s::text[])", [parts])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("龙舟赛ＡＢab 1\n", max_size=12), min_size=1, max_size=3))
@example([""])
@example(["龙"])
@example(["𬭎重庆", "🎉"])
def test_a_text_is_its_distinct_pairs_of_characters(parts):
    body = unicodedata.normalize("NFKC", "\n".join(parts)).lower()
    found = pairs_in_sql(parts)
    assert sorted(found) == sorted({body[place : place + 2] for place in range(len(body) - 1)})
