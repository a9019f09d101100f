"""Rows of people who are known: their account, and of what it says as much as is believed.

Nothing here depends on the order in which batches come. Of all accounts of a person that with the lowest rank is
believed (then the lowest id); registered is whoever was earliest; a consent stands when the latest one was given after
the latest withdrawal.
"""

UNCHANGED = """
UPDATE pg_temp.staged s SET verdict = 'unchanged'
FROM volunteers_platformaccount a WHERE s.verdict IS NULL AND a.id = s.account AND a.content = s.content AND NOT s.again
"""
# A newer version of the same content is remembered, so that an older one that comes late is known as such.
VERSIONS = """
UPDATE volunteers_platformaccount a SET source_version = s.version
FROM pg_temp.staged s WHERE s.account = a.id AND s.verdict = 'unchanged' AND s.version > a.source_version
"""

BELIEVED = """
UPDATE pg_temp.staged s SET believed = true
FROM volunteers_volunteer v LEFT JOIN volunteers_identity i ON i.volunteer_id = v.id
WHERE s.verdict IS NULL AND v.id = s.volunteer AND s.document_index IS NOT NULL
  AND v.user_id IS NULL AND i.mobile_proven_at IS NULL
  AND NOT EXISTS (
    SELECT FROM volunteers_platformaccount a JOIN volunteers_platform p ON p.id = a.platform_id
    WHERE a.volunteer_id IN (SELECT w.id FROM volunteers_volunteer w WHERE w.id = v.id OR w.merged_into_id = v.id)
      AND (p.rank, a.external_id COLLATE "C") < (%(rank)s, s.external_id)
  )
  AND NOT EXISTS (
    SELECT FROM pg_temp.staged o
    WHERE o.verdict IS NULL AND o.volunteer = s.volunteer AND o.external_id < s.external_id
      AND o.document_index IS NOT NULL
  )
"""

LINKED = """
INSERT INTO volunteers_platformaccount (platform_id, external_id, volunteer_id, source_version, content, registered_on,
  closed_at, linked_at, home, area)
SELECT %(platform)s, external_id, volunteer, version, content, registered_on, CASE WHEN closed THEN %(now)s END,
  %(now)s, coalesce(home, ''), coalesce(area, '')
FROM pg_temp.staged WHERE verdict IS NULL AND account IS NULL
"""
# Also of those who were erased and came again: their account is of the new person now.
RENEWED = """
UPDATE volunteers_platformaccount a SET source_version = s.version, content = s.content,
  registered_on = coalesce(s.registered_on, a.registered_on),
  volunteer_id = CASE WHEN s.again THEN s.volunteer ELSE a.volunteer_id END,
  linked_at = CASE WHEN s.again THEN %(now)s ELSE a.linked_at END,
  closed_at = CASE WHEN s.closed THEN coalesce(a.closed_at, %(now)s) END, home = coalesce(s.home, a.home)
FROM pg_temp.staged s WHERE s.account = a.id AND (s.verdict IS NULL OR s.made_in IS NOT NULL)
"""

IDENTITIES = """
UPDATE volunteers_identity i SET name = s.name, name_keys = coalesce(s.name_keys, ''), birth_date = s.birth_date,
  mobile = s.mobile, mobile_index = s.mobile_index, mobile_tail = s.mobile_tail, updated_at = %(now)s,
  mobile_proven_at = CASE WHEN i.mobile_index = s.mobile_index THEN i.mobile_proven_at END
FROM pg_temp.staged s
WHERE s.verdict IS NULL AND s.believed AND i.volunteer_id = s.volunteer
  AND (i.name, i.birth_date, i.mobile_index) IS DISTINCT FROM (s.name, s.birth_date, s.mobile_index)
"""
GUARDIANS = """
INSERT INTO volunteers_guardian AS g (volunteer_id, name, document_kind, document, document_index, mobile, mobile_index,
  mobile_tail, relation, updated_at, agreed_at)
SELECT volunteer, guardian_name, guardian_document_kind, guardian_document, guardian_document_index, guardian_mobile,
  guardian_mobile_index, guardian_mobile_tail, relation, %(now)s, coalesce(keep_given, %(now)s)
FROM pg_temp.staged WHERE verdict IS NULL AND believed AND guardian_document IS NOT NULL
ON CONFLICT (volunteer_id) DO UPDATE SET name = excluded.name, document_kind = excluded.document_kind,
  document = excluded.document, document_index = excluded.document_index, mobile = excluded.mobile,
  mobile_index = excluded.mobile_index, mobile_tail = excluded.mobile_tail, relation = excluded.relation,
  updated_at = excluded.updated_at
WHERE (g.name, g.document_index, g.mobile_index, g.relation)
  IS DISTINCT FROM (excluded.name, excluded.document_index, excluded.mobile_index, excluded.relation)
"""

# An account that was believed before and now names another home tells of a move; one that is believed for the first
# time corrects. Back home on the same day: there was no move.
MOVED = """
SELECT s.volunteer, v.home_id, s.home FROM pg_temp.staged s JOIN volunteers_volunteer v ON v.id = s.volunteer
WHERE s.verdict IS NULL AND s.believed AND s.account IS NOT NULL AND NOT s.again AND v.home_id <> s.home
"""
MOVED_BACK = """
DELETE FROM volunteers_homemove m USING unnest(%(volunteers)s::bigint[], %(news)s::text[]) AS moved (volunteer, new)
WHERE m.volunteer_id = moved.volunteer AND m.moved_on = %(today)s AND m.from_region_id = moved.new
RETURNING m.volunteer_id
"""
MOVES = """
INSERT INTO volunteers_homemove (volunteer_id, from_region_id, to_region_id, moved_on, created_at)
SELECT moved.volunteer, moved.old, moved.new, %(today)s, %(now)s
FROM unnest(%(volunteers)s::bigint[], %(olds)s::text[], %(news)s::text[]) AS moved (volunteer, old, new)
WHERE moved.volunteer <> ALL(%(back)s)
ON CONFLICT (volunteer_id, moved_on) DO UPDATE SET to_region_id = excluded.to_region_id
"""

# The row of the volunteer is written whenever anything of theirs changed: the change feed goes by it.
VOLUNTEERS = """
UPDATE volunteers_volunteer v SET version = v.version + 1,
  home_id = CASE WHEN s.believed THEN s.home ELSE v.home_id END,
  stated_home = CASE WHEN s.believed THEN coalesce(s.stated_home, '') ELSE v.stated_home END,
  birth_year = CASE WHEN s.believed THEN extract(year FROM s.birth_date) ELSE v.birth_year END,
  skills = CASE WHEN s.believed THEN s.skills ELSE v.skills END,
  times = CASE WHEN s.believed THEN s.times ELSE v.times END,
  dialects = CASE WHEN s.believed THEN s.dialects ELSE v.dialects END,
  registered_on = coalesce(s.first_day, v.registered_on),
  registered_through_id = coalesce(s.first_platform, v.registered_through_id)
FROM (
  SELECT DISTINCT ON (t.volunteer) t.*, first.registered_on AS first_day, first.platform_id AS first_platform
  FROM pg_temp.staged t
  JOIN volunteers_volunteer w ON w.id = t.volunteer
  LEFT JOIN volunteers_platform own ON own.id = w.registered_through_id AND own.code = 'portal'
  LEFT JOIN LATERAL (
    SELECT a.registered_on, a.platform_id, p.rank
    FROM volunteers_platformaccount a JOIN volunteers_platform p ON p.id = a.platform_id
    WHERE a.registered_on IS NOT NULL
      AND a.volunteer_id IN (SELECT u.id FROM volunteers_volunteer u WHERE u.id = w.id OR u.merged_into_id = w.id)
    ORDER BY a.registered_on, p.rank LIMIT 1
  ) first ON own.id IS NULL OR (first.registered_on, first.rank) < (w.registered_on, own.rank)
  WHERE t.verdict IS NULL
  ORDER BY t.volunteer, t.believed DESC
) s
WHERE v.id = s.volunteer
"""
LINKED_OR_UPDATED = """
UPDATE pg_temp.staged SET verdict = CASE WHEN account IS NULL OR again THEN 'linked' ELSE 'updated' END
WHERE verdict IS NULL
"""
