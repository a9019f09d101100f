"""Up to where everything that was written can be seen: what goes by the number of a transaction stops below it."""

# The least number of a transaction that still runs here, our own among them, else the next one to be given out. One of
# another database of the server cannot write our rows and does not hold us up, where we may see of which it is; what
# is in the snapshot and not in the list of activity (ended meanwhile, prepared, of another account) counts as ours.
ENDED_BELOW = """least(pg_current_xact_id_if_assigned()::text::bigint, coalesce((
    SELECT min(running.number::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running (number)
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS other WHERE other.datname <> current_database()
        AND other.backend_xid::text::bigint = mod(running.number::text::bigint, 4294967296)
    )
), pg_snapshot_xmax(pg_current_snapshot())::text::bigint))"""
