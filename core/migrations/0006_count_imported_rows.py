from django.db import migrations

COUNT = """
UPDATE core_importbatch b SET applied = n.applied, refused = n.refused
FROM (
  SELECT batch_id, count(applied_at) AS applied, count(*) FILTER (WHERE NOT refused = '') AS refused
  FROM core_importrow GROUP BY batch_id
) n
WHERE n.batch_id = b.id
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_import_counts")]
    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop, elidable=True)]
