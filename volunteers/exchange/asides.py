"""People of whom a file under the portal speaks beside platforms: whom of them the registry believes.

A county's file is believed before any platform as long as the platform that is believed first says that the person
lives in that county (of an office: in its province), or no platform knows the person; else it stands behind them all.
The answer may change with every row that comes, back and forth: what a file said and is not believed is set aside,
so that it can be taken up again, whatever came first (docs/adr/0009).
"""

from collections.abc import Mapping
from typing import Any

# Whose own counties the file covers; of everybody else it covers the province. Rows of others have no area.
AREAS = """
UPDATE pg_temp.staged SET area = CASE WHEN home = ANY(%(counties)s) THEN home ELSE left(home, 2) || '0000' END
WHERE home IS NOT NULL
"""
# An account is of one area for good, and no file speaks over what somebody registered at home elsewhere.
OTHER_AREA = """
UPDATE pg_temp.staged s SET verdict = 'refused', code = 'account_of_another_area'
FROM volunteers_platformaccount a JOIN volunteers_volunteer v ON v.id = a.volunteer_id
WHERE s.verdict IS NULL AND a.id = s.account AND s.area IS NOT NULL AND CASE WHEN a.area <> '' THEN a.area <> s.area
  ELSE v.home_id <> s.area AND (s.area NOT LIKE '__0000' OR left(v.home_id, 2) <> left(s.area, 2)) END
"""

_FAMILY = "(SELECT w.id FROM volunteers_volunteer w WHERE w.id = {person} OR w.merged_into_id = {person})"
MIXED = f"""
DROP TABLE IF EXISTS pg_temp.mixed, pg_temp.words, pg_temp.winners;
CREATE TEMP TABLE mixed ON COMMIT DROP AS
SELECT DISTINCT s.volunteer FROM pg_temp.staged s
JOIN volunteers_volunteer v ON v.id = s.volunteer LEFT JOIN volunteers_identity i ON i.volunteer_id = v.id
WHERE s.verdict IS NULL AND s.document_index IS NOT NULL AND v.user_id IS NULL AND i.mobile_proven_at IS NULL
  AND (s.area IS NOT NULL OR EXISTS (
    SELECT FROM volunteers_platformaccount a WHERE a.area <> '' AND a.volunteer_id IN {_FAMILY.format(person="v.id")}
  ))
"""  # noqa: S608 (our own words)
# Every account of theirs as it stood, and every row of this batch.
WORDS = f"""
CREATE TEMP TABLE words ON COMMIT DROP AS
SELECT m.volunteer, a.id AS account, NULL::int AS number, p.rank::int AS rank, a.external_id COLLATE "C" AS external_id,
  a.area::text AS area, a.home::text AS home, EXISTS (
    SELECT FROM pg_temp.staged s WHERE s.account = a.id AND s.verdict IS NULL AND s.document_index IS NOT NULL
  ) AS said_anew
FROM pg_temp.mixed m CROSS JOIN LATERAL {_FAMILY.format(person="m.volunteer")} w
JOIN volunteers_platformaccount a ON a.volunteer_id = w.id JOIN volunteers_platform p ON p.id = a.platform_id
UNION ALL
SELECT s.volunteer, s.account, s.number, %(rank)s, s.external_id COLLATE "C", coalesce(a.area, s.area, ''), s.home,
  false
FROM pg_temp.staged s JOIN pg_temp.mixed m ON m.volunteer = s.volunteer
LEFT JOIN volunteers_platformaccount a ON a.id = s.account AND NOT s.again
WHERE s.verdict IS NULL AND s.document_index IS NOT NULL
"""  # noqa: S608 (our own words)
_WINNER = """
SELECT DISTINCT ON (w.volunteer) w.volunteer, w.account, w.number FROM pg_temp.words w LEFT JOIN (
  SELECT DISTINCT ON (volunteer) volunteer, rank, external_id, home FROM pg_temp.words
  WHERE {which} AND area = '' ORDER BY volunteer, rank, external_id
) b ON b.volunteer = w.volunteer
WHERE {which} AND CASE WHEN w.area = '' THEN (w.rank, w.external_id) = (b.rank, b.external_id)
  ELSE b.volunteer IS NULL OR b.home = w.area OR w.area LIKE '__0000' AND left(b.home, 2) = left(w.area, 2) END
ORDER BY w.volunteer, (w.area <> '') DESC, w.external_id
"""
_BEFORE = _WINNER.format(which="number IS NULL")
_NOW = _WINNER.format(which="(number IS NOT NULL OR NOT said_anew)")
# ``before`` is whose words stand in the registry, ``now`` whose should: a row of the batch where ``number`` is given.
WINNERS = f"""
CREATE TEMP TABLE winners ON COMMIT DROP AS
SELECT m.volunteer, before.account AS before, now.account AS now, now.number
FROM pg_temp.mixed m LEFT JOIN ({_BEFORE}) before ON before.volunteer = m.volunteer
LEFT JOIN ({_NOW}) now ON now.volunteer = m.volunteer
"""  # noqa: S608 (our own words)
BELIEVED = """
UPDATE pg_temp.staged s SET believed = s.number IS NOT DISTINCT FROM x.number
FROM pg_temp.winners x WHERE s.verdict IS NULL AND s.volunteer = x.volunteer
"""

_KEPT = (
    "name", "name_keys", "birth_date", "document_kind", "document", "document_index", "mobile", "mobile_index",
    "mobile_tail", "home_id", "stated_home", "skills", "times", "dialects", "updated_at",
)  # fmt: skip
_PUT = f"""
INSERT INTO volunteers_setaside (account_id, {", ".join(_KEPT)}) {{rows}}
ON CONFLICT (account_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
"""
# What a file said and the registry shows, before it is written over.
FROM_REGISTRY = _PUT.format(
    rows="""
SELECT a.id, i.name, i.name_keys, i.birth_date, i.document_kind, i.document, i.document_index, i.mobile, i.mobile_index,
  i.mobile_tail, v.home_id, v.stated_home, v.skills, v.times, v.dialects, %(now)s::timestamptz
FROM pg_temp.winners x JOIN volunteers_platformaccount a ON a.id = x.before AND a.area <> ''
JOIN volunteers_volunteer v ON v.id = x.volunteer JOIN volunteers_identity i ON i.volunteer_id = v.id
WHERE x.now IS DISTINCT FROM x.before AND NOT EXISTS (
  SELECT FROM pg_temp.words w WHERE w.account = x.before AND w.number IS NOT NULL
)"""
)
# What a file says now and is not believed. When the accounts are written.
FROM_ROWS = _PUT.format(
    rows="""
SELECT a.id, s.name, coalesce(s.name_keys, ''), s.birth_date, s.document_kind, s.document, s.document_index, s.mobile,
  s.mobile_index, s.mobile_tail, s.home, coalesce(s.stated_home, ''), s.skills, s.times, s.dialects,
  %(now)s::timestamptz
FROM pg_temp.staged s JOIN pg_temp.winners x ON x.volunteer = s.volunteer
JOIN volunteers_platformaccount a ON a.platform_id = %(platform)s AND a.external_id = s.external_id AND a.area <> ''
WHERE s.verdict IS NULL AND s.number > 0 AND NOT s.believed AND s.document_index IS NOT NULL"""
)
# As if the file had just been sent again. Its consents and its guardian were heard when it came.
TAKEN_UP = """
INSERT INTO pg_temp.staged (number, external_id, version, content, closed, name_keys, birth_date, home, stated_home,
  registered_on, skills, times, dialects, name, document_kind, document, document_index, mobile, mobile_index,
  mobile_tail, account, volunteer, believed)
SELECT -row_number() OVER (ORDER BY a.id), a.external_id, a.source_version, a.content, a.closed_at IS NOT NULL,
  k.name_keys, k.birth_date, k.home_id, k.stated_home, a.registered_on,
  k.skills, k.times, k.dialects, k.name, k.document_kind, k.document,
  k.document_index, k.mobile, k.mobile_index, k.mobile_tail, a.id, x.volunteer, true
FROM pg_temp.winners x JOIN volunteers_setaside k ON k.account_id = x.now
JOIN volunteers_platformaccount a ON a.id = k.account_id
WHERE x.number IS NULL AND x.now IS DISTINCT FROM x.before
"""
NO_MORE = """
DELETE FROM volunteers_setaside k USING pg_temp.staged s, volunteers_platformaccount a
WHERE s.verdict IS NULL AND s.believed AND s.number > 0 AND a.platform_id = %(platform)s
  AND a.external_id = s.external_id AND k.account_id = a.id
"""
TAKEN_DOWN = """
DELETE FROM volunteers_setaside k USING pg_temp.staged s
WHERE s.number < 0 AND k.account_id = s.account;
DELETE FROM pg_temp.staged WHERE number < 0
"""


def choose(cursor: Any, known: Mapping[str, Any]) -> bool:
    """Who is believed of those of whom a file speaks; whether there are any. After ``settling.BELIEVED``."""
    cursor.execute(MIXED)
    if cursor.rowcount == 0:
        return False
    for statement in (WORDS, WINNERS, BELIEVED, FROM_REGISTRY, TAKEN_UP):
        cursor.execute(statement, known)
    return True


def keep(cursor: Any, known: Mapping[str, Any]) -> None:
    """When the accounts are written, and before the rows have their verdict."""
    for statement in (FROM_ROWS, NO_MORE, TAKEN_DOWN):
        cursor.execute(statement, known)
