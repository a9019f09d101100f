from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# Lower case, NFKC, then each pair of neighbours once. Characters are taken apart once: substr() by place would walk the
# text again for each pair.
BIGRAMS = """
CREATE FUNCTION bigrams(VARIADIC parts text[]) RETURNS text[]
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
    initial = True
    # The history triggers of every app call a function of this one.
    dependencies = [("pghistory", "0007_auto_20250421_0444")]
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text[])"),
    ]
