"""The statements behind ``venues.services.movements``: a batch from a staging table to movements, custody and tallies.

``library_custody`` (a migration) is the one place that knows which sequences are possible: an aggregate that walks
the movements of an item in order and gives after each who holds the item, whether it is on loan, who had lent it, and
why the movement is kept aside.

A batch of items is replayed at once. An item whose staged rows are its newest starts from where it is now; one that
gets a row of the past starts from where it was when the oldest open day began, and all its movements are walked again.
So custody depends on which movements there are and never on the order in which they came.
"""

# ruff: noqa: S608 - statements put together from our own words

# Order of the movements of one item. Of one second, a library's own numbers tell which was first.
IN_ORDER = "at, library_id, length(number), number"

# One batch at a time, so this memory is taken once; with less, sorting a day file spills to the disk. The few thousand
# rows that a batch touches are found by index, and not by reading tables of millions.
STAGE = """
SET LOCAL work_mem = '128MB';
SET LOCAL random_page_cost = 1.1;
DROP TABLE IF EXISTS library_staged, library_replayed;
CREATE TEMPORARY TABLE library_staged (
    place integer, library_id bigint, number text, kind text, at timestamptz, owner_id bigint, item text,
    other_id bigint, reader bytea
) ON COMMIT DROP
"""
ANALYZE = "ANALYZE library_staged (library_id, number, owner_id, item)"
COPY_STAGED = "COPY library_staged FROM STDIN WITH (FORMAT csv, NULL '')"

# Transactions that are here already leave the staging table and are answered: whether they say the same.
TAKE_KNOWN = """
DELETE FROM library_staged AS staged USING venues_librarymovement AS known
WHERE known.library_id = staged.library_id AND known.number = staged.number
RETURNING staged.place,
    staged.kind = known.kind AND staged.at = known.at AND staged.owner_id = known.owner_id
    AND staged.item = known.item AND staged.reader IS NOT DISTINCT FROM known.reader
    AND (staged.kind = 'returned' OR staged.other_id = known.other_id)
"""

REPLAY = f"""
CREATE TEMPORARY TABLE library_replayed ON COMMIT DROP AS
WITH touched AS MATERIALIZED (
    SELECT owner_id, item, min(at) AS first_at FROM library_staged GROUP BY owner_id, item
),
started AS MATERIALIZED (
    SELECT owner_id, item, kept.holder_id AS was_holder, kept.on_loan AS was_on_loan,
           kept.base_holder_id AS base_holder, kept.base_on_loan AS base_on_loan,
           EXISTS (
               SELECT FROM venues_librarymovement AS known
               WHERE known.owner_id = touched.owner_id AND known.item = touched.item AND known.at >= touched.first_at
           ) AS is_late
    FROM touched LEFT JOIN venues_libraryitem AS kept USING (owner_id, item)
),
chained AS (
    SELECT place, NULL::bigint AS id, library_id, number, kind, at, owner_id, item, other_id, reader,
           NULL::text AS aside
    FROM library_staged
    UNION ALL
    SELECT NULL, known.id, known.library_id, known.number, known.kind, known.at, owner_id, item, known.other_id,
           NULL, known.aside
    FROM started JOIN venues_librarymovement AS known USING (owner_id, item)
    WHERE started.is_late
),
walked AS (
    SELECT chained.*, was_holder, was_on_loan,
           library_custody(
               coalesce(CASE WHEN is_late THEN base_holder ELSE was_holder END, owner_id),
               coalesce(CASE WHEN is_late THEN base_on_loan ELSE was_on_loan END, false),
               kind, library_id, other_id
           ) OVER in_order AS after,
           lead(1) OVER in_order IS NULL AS is_last
    FROM chained JOIN started USING (owner_id, item)
    WINDOW in_order AS (PARTITION BY owner_id, item ORDER BY {IN_ORDER} ROWS UNBOUNDED PRECEDING)
)
SELECT place, id, library_id, number, kind, at, (at AT TIME ZONE %(zone)s)::date AS day, owner_id, item, reader,
       CASE WHEN kind = 'returned' THEN (after).lender ELSE other_id END AS other_id, (after).aside AS aside,
       other_id AS was_other_id, aside AS was_aside,
       (after).holder AS holder_id, (after).on_loan AS on_loan, was_holder, was_on_loan, is_last
FROM walked
"""

INSERT_MOVEMENTS = """
INSERT INTO venues_librarymovement
    (delivery_id, library_id, number, kind, at, owner_id, item, other_id, reader, aside)
SELECT %(delivery)s, library_id, number, kind, at, owner_id, item, other_id, reader, aside
FROM library_replayed WHERE id IS NULL
"""

CHANGED = "id IS NOT NULL AND (aside, other_id) IS DISTINCT FROM (was_aside, was_other_id)"

UPDATE_MOVEMENTS = f"""
UPDATE venues_librarymovement AS known SET aside = now.aside, other_id = now.other_id
FROM library_replayed AS now WHERE known.id = now.id AND now.id IN (SELECT id FROM library_replayed WHERE {CHANGED})
"""

# What counts now that did not before, and the other way round.
COUNTED = f"""
    SELECT library_id, kind, day, other_id, aside, 1 AS change
    FROM library_replayed WHERE id IS NULL OR {CHANGED}
    UNION ALL
    SELECT library_id, kind, day, was_other_id, was_aside, -1
    FROM library_replayed WHERE {CHANGED}
"""

MERGE_FLOWS = f"""
MERGE INTO venues_libraryflow AS kept USING (
    SELECT date_trunc('month', day)::date AS month, kind,
           CASE kind WHEN 'transferred' THEN library_id ELSE other_id END AS source_id,
           CASE kind WHEN 'transferred' THEN other_id ELSE library_id END AS target_id, sum(change) AS change
    FROM ({COUNTED}) AS counted WHERE aside = ''
    GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0
) AS now ON kept.month = now.month AND kept.kind = now.kind
    AND kept.source_id = now.source_id AND kept.target_id = now.target_id
WHEN MATCHED THEN UPDATE SET number = kept.number + now.change
WHEN NOT MATCHED THEN INSERT (month, kind, source_id, target_id, number)
    VALUES (now.month, now.kind, now.source_id, now.target_id, now.change)
"""

MERGE_DAYS = f"""
MERGE INTO venues_libraryday AS kept USING (
    SELECT library_id, day,
           coalesce(sum(change) FILTER (WHERE aside = '' AND kind = 'borrowed'), 0) AS borrowed,
           coalesce(sum(change) FILTER (WHERE aside = '' AND kind = 'returned'), 0) AS returned,
           coalesce(sum(change) FILTER (WHERE aside = '' AND kind = 'transferred'), 0) AS transferred,
           coalesce(sum(change) FILTER (WHERE aside <> ''), 0) AS aside
    FROM ({COUNTED}) AS counted GROUP BY library_id, day
) AS now ON kept.library_id = now.library_id AND kept.day = now.day
WHEN MATCHED THEN UPDATE SET borrowed = kept.borrowed + now.borrowed, returned = kept.returned + now.returned,
    transferred = kept.transferred + now.transferred, aside = kept.aside + now.aside
WHEN NOT MATCHED THEN INSERT (library_id, day, borrowed, returned, transferred, aside)
    VALUES (now.library_id, now.day, now.borrowed, now.returned, now.transferred, now.aside)
"""

MERGE_STAYS = """
MERGE INTO venues_librarystay AS kept USING (
    SELECT owner_id, holder_id, on_loan, sum(change) AS change
    FROM (
        SELECT owner_id, holder_id, on_loan, 1 AS change FROM library_replayed WHERE is_last
        UNION ALL
        SELECT owner_id, was_holder, was_on_loan, -1 FROM library_replayed WHERE is_last AND was_holder IS NOT NULL
    ) AS moved
    WHERE holder_id <> owner_id OR on_loan
    GROUP BY owner_id, holder_id, on_loan HAVING sum(change) <> 0
) AS now ON kept.owner_id = now.owner_id AND kept.holder_id = now.holder_id AND kept.on_loan = now.on_loan
WHEN MATCHED THEN UPDATE SET number = kept.number + now.change
WHEN NOT MATCHED THEN INSERT (owner_id, holder_id, on_loan, number)
    VALUES (now.owner_id, now.holder_id, now.on_loan, now.change)
"""

MERGE_ITEMS = """
MERGE INTO venues_libraryitem AS kept USING (
    SELECT owner_id, item, holder_id, on_loan, holder_id <> owner_id OR on_loan AS is_out
    FROM library_replayed WHERE is_last
) AS now ON kept.owner_id = now.owner_id AND kept.item = now.item
WHEN MATCHED AND NOT now.is_out AND kept.base_holder_id IS NULL THEN DELETE
WHEN MATCHED AND (kept.holder_id, kept.on_loan) <> (now.holder_id, now.on_loan) THEN
    UPDATE SET holder_id = now.holder_id, on_loan = now.on_loan
WHEN NOT MATCHED AND now.is_out THEN INSERT (owner_id, item, holder_id, on_loan, base_on_loan)
    VALUES (now.owner_id, now.item, now.holder_id, now.on_loan, false)
"""

FOLLOWING = (UPDATE_MOVEMENTS, MERGE_FLOWS, MERGE_DAYS, MERGE_STAYS, MERGE_ITEMS)
ASIDES = "SELECT place, aside FROM library_replayed WHERE id IS NULL AND aside <> ''"
TAKEN_UP = "SELECT count(*) FROM library_replayed WHERE id IS NOT NULL AND was_aside <> '' AND aside = ''"

# --- closing old days ---

CLOSE = f"""
MERGE INTO venues_libraryitem AS kept USING (
    SELECT owner_id, item, (state).holder AS holder_id, (state).on_loan AS on_loan,
           (state).holder <> owner_id OR (state).on_loan AS is_out
    FROM (
        SELECT owner_id, item, library_custody(
                   coalesce(before.base_holder_id, owner_id), coalesce(before.base_on_loan, false),
                   kind, library_id, other_id ORDER BY {IN_ORDER}
               ) AS state
        FROM venues_librarymovement LEFT JOIN venues_libraryitem AS before USING (owner_id, item)
        WHERE at < %(until)s GROUP BY owner_id, item
    ) AS walked
) AS closed ON kept.owner_id = closed.owner_id AND kept.item = closed.item
WHEN MATCHED AND NOT closed.is_out AND kept.holder_id = kept.owner_id AND NOT kept.on_loan THEN DELETE
WHEN MATCHED THEN UPDATE SET base_holder_id = CASE WHEN closed.is_out THEN closed.holder_id END,
    base_on_loan = closed.is_out AND closed.on_loan
WHEN NOT MATCHED AND closed.is_out THEN INSERT (owner_id, item, holder_id, on_loan, base_holder_id, base_on_loan)
    VALUES (closed.owner_id, closed.item, closed.owner_id, false, closed.holder_id, closed.on_loan)
"""
FORGET = "DELETE FROM venues_librarymovement WHERE at < %(until)s"
