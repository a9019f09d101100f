"""Triggers that keep a ``FeedTrace`` where a row goes or moves that a tombstone of the change feed needs.

Only what ends is traced: a registration costs nothing more, and what stands is read from the rows themselves.
"""

import pgtrigger

KEEP = """
INSERT INTO volunteers_feedtrace (volunteer_id, mark) VALUES (OLD.{volunteer}, {mark}) ON CONFLICT DO NOTHING;
RETURN NULL;
"""
HOME = "'home:' || (SELECT coalesce(province_id, code) FROM belts_region WHERE code = OLD.home_id)"


def _trace(name, operation, condition, volunteer, mark):
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=KEEP.format(volunteer=volunteer, mark=mark),
    )


def traces_of_home():
    """An active registration ended, or moved home."""
    condition = "OLD.state = 'active' AND (NEW.state <> 'active' OR NEW.home_id <> OLD.home_id)"
    return [_trace("trace_home", pgtrigger.Update, condition, "id", HOME)]


def traces_of_account():
    """An account went, or became another person's by a merge."""
    mark = "'account:' || OLD.platform_id"
    moved = "OLD.volunteer_id <> NEW.volunteer_id OR OLD.platform_id <> NEW.platform_id"
    return [
        _trace("trace_moved", pgtrigger.Update, moved, "volunteer_id", mark),
        _trace("trace_gone", pgtrigger.Delete, None, "volunteer_id", mark),
    ]


def traces_of_consent():
    moved = "OLD.purpose = 'share' AND (OLD.volunteer_id <> NEW.volunteer_id OR NEW.purpose <> 'share')"
    return [
        _trace("trace_moved", pgtrigger.Update, moved, "volunteer_id", "'share'"),
        _trace("trace_gone", pgtrigger.Delete, "OLD.purpose = 'share'", "volunteer_id", "'share'"),
    ]
