"""What the database works out by itself, so that imports and raw SQL cannot get it wrong. See docs/adr/0007."""

import pgtrigger

# A part's number follows from how many its whole ever had, so that a place is never given twice; its room is the
# thousandth with that number of the whole's room.
PLACE = """
IF NEW.parent_id IS NULL THEN
    NEW.part := 0;
    NEW.space := numrange(NEW.id, NEW.id + 1);
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' THEN
    IF NEW.parent_id = NEW.id OR EXISTS (
        SELECT FROM venues_venue WHERE id = NEW.parent_id AND space <@ OLD.space
    ) THEN
        RAISE EXCEPTION 'a venue is not a part of its own parts' USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF TG_OP = 'INSERT' OR NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
    UPDATE venues_venue SET parts_made = parts_made + 1 WHERE id = NEW.parent_id RETURNING parts_made INTO NEW.part;
END IF;
SELECT numrange(
    lower(space) + (upper(space) - lower(space)) * NEW.part * 0.001,
    lower(space) + (upper(space) - lower(space)) * (NEW.part + 1) * 0.001
) INTO NEW.space FROM venues_venue WHERE id = NEW.parent_id;
RETURN NEW;
"""

MOVE_PARTS = """
UPDATE venues_venue SET part = part WHERE parent_id = NEW.id;
RETURN NULL;
"""

TAKE_ROOM = """
SELECT space INTO NEW.space FROM venues_venue WHERE id = NEW.venue_id;
"""

TAKE_TIME = """
NEW.during := tstzrange(
    NEW.starts_at - make_interval(mins => NEW.setup_minutes),
    NEW.ends_at + make_interval(mins => NEW.cleanup_minutes)
);
"""


def placed():
    """A venue's room in the tree of its whole, and that of its parts when it moves."""
    return [
        pgtrigger.Trigger(
            name="place", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=PLACE
        ),
        pgtrigger.Trigger(
            name="move_parts",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__space__df=pgtrigger.F("new__space")),
            func=MOVE_PARTS,
        ),
    ]


def takes_room():
    return pgtrigger.Trigger(
        name="take_room",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("venue_id"),
        func=f"{TAKE_ROOM}RETURN NEW;",
    )


def takes_room_and_time():
    return pgtrigger.Trigger(
        name="take_room_and_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("venue_id", "starts_at", "ends_at", "setup_minutes", "cleanup_minutes"),
        func=f"{TAKE_ROOM}{TAKE_TIME}RETURN NEW;",
    )
