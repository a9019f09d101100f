from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

BIGRAMS = """
CREATE FUNCTION bigrams(VARIADIC parts text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(body, place, 2)), '{}')
    FROM (SELECT lower(normalize(array_to_string(parts, chr(10)), NFKC)) AS body) AS whole,
         generate_series(1, length(body) - 1) AS place
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text[])"),
    ]
