from django.db import migrations

# The same pairs as before. Characters are taken apart once; substr() by place walks the text again for each pair.
BIGRAMS = """
CREATE OR REPLACE FUNCTION bigrams(VARIADIC parts text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    body text[] := string_to_array(lower(normalize(array_to_string(parts, chr(10)), NFKC)), NULL);
BEGIN
    RETURN coalesce(
        (
            SELECT array_agg(DISTINCT (one || two) COLLATE "C")
            FROM unnest(body[:cardinality(body) - 1], body[2:]) AS pairs (one, two)
        ),
        '{}'
    );
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [migrations.RunSQL(BIGRAMS, migrations.RunSQL.noop)]
