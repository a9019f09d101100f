from django.db import migrations


def follows(table):
    """A row's room is its venue's, whatever becomes of the venue: the database carries it along."""
    name = f"{table}_room_follows_the_venue"
    add = (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (venue_id, space) "
        "REFERENCES venues_venue (id, space) ON UPDATE CASCADE"
    )
    return migrations.RunSQL(add, f"ALTER TABLE {table} DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    """What Django's foreign keys cannot say: see docs/adr/0007."""

    dependencies = [("venues", "0001_initial")]
    operations = [follows("venues_booking"), follows("venues_closure")]
