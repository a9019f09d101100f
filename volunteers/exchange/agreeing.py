"""Consents of people who are known, as far as a batch tells something new of them.

Given and withdrawn are each remembered by the latest moment; a consent stands when it was given after the last
withdrawal. So it is the same whatever comes first, and what a person takes back in the portal is not revived by a
platform that repeats an older consent. A version that comes late tells of consents too: they are facts of their day,
and only a withdrawal takes one back.
"""

_AGREED = """(VALUES
  ('keep', keep_given, keep_withdrawn, keep_version, keep_by),
  ('share', share_given, share_withdrawn, share_version, share_by),
  ('publish', publish_given, publish_withdrawn, publish_version, publish_by)
) AS c (purpose, given, withdrawn, version, by)"""
_NEWS = """
DROP TABLE IF EXISTS pg_temp.news;
CREATE TEMP TABLE news ON COMMIT DROP AS
SELECT {volunteer} AS volunteer, c.purpose, max(c.given) AS given, max(c.withdrawn) AS withdrawn,
  (array_agg(c.version ORDER BY c.given DESC, c.version COLLATE "C" DESC))[1] AS version,
  (array_agg(c.by ORDER BY c.given DESC, c.version COLLATE "C" DESC))[1] AS by
FROM {rows} CROSS JOIN LATERAL {agreed}
WHERE {which} AND c.given IS NOT NULL
GROUP BY 1, 2
"""
# The last giving and the last withdrawal of each person and purpose in the batch.
NEWS = _NEWS.format(volunteer="s.volunteer", rows="pg_temp.staged s", agreed=_AGREED, which="s.verdict IS NULL")
# … in versions that came late, of people whose registration stands; held, as those of the others are.
LATE_NEWS = _NEWS.format(
    volunteer="v.id",
    rows="""pg_temp.staged s
JOIN volunteers_platformaccount a ON a.platform_id = %(platform)s AND a.external_id = s.external_id
JOIN volunteers_volunteer w ON w.id = a.volunteer_id
JOIN volunteers_volunteer v ON v.id = coalesce(w.merged_into_id, w.id)""",
    agreed=_AGREED,
    which="s.verdict = 'unchanged' AND s.version < a.source_version AND v.state IN ('active', 'claimed')",
)
LATE_LOCK = """
SELECT v.id FROM volunteers_volunteer v WHERE v.id IN (SELECT volunteer FROM pg_temp.news)
ORDER BY v.id FOR NO KEY UPDATE
"""
LATE_GONE = """
DELETE FROM pg_temp.news n USING volunteers_volunteer v
WHERE v.id = n.volunteer AND v.state NOT IN ('active', 'claimed')
"""
TOUCH = """
UPDATE volunteers_volunteer SET version = version + 1 WHERE id IN (SELECT volunteer FROM pg_temp.news)
"""
WITHDRAW = """
UPDATE volunteers_consent c SET withdrawn_at = n.withdrawn
FROM pg_temp.news n
WHERE c.volunteer_id = n.volunteer AND c.purpose = n.purpose AND c.withdrawn_at IS NULL AND c.given_at <= n.withdrawn
"""
AGAIN = """
UPDATE volunteers_consent c SET given_at = n.given, platform_id = %(platform)s, platform_version = n.version,
  given_by = n.by, text_id = NULL
FROM pg_temp.news n
WHERE c.volunteer_id = n.volunteer AND c.purpose = n.purpose AND c.withdrawn_at IS NULL AND (
  n.given > c.given_at OR n.given = c.given_at AND (
    c.platform_id = %(platform)s AND n.version > c.platform_version COLLATE "C"
    OR %(rank)s < (SELECT p.rank FROM volunteers_platform p WHERE p.id = c.platform_id)
  )
)
"""
GIVE = """
INSERT INTO volunteers_consent (volunteer_id, purpose, platform_id, platform_version, given_by, given_at)
SELECT n.volunteer, n.purpose, %(platform)s, n.version, n.by, n.given
FROM pg_temp.news n
WHERE NOT EXISTS (
    SELECT FROM volunteers_consent c
    WHERE c.volunteer_id = n.volunteer AND c.purpose = n.purpose
      AND (c.withdrawn_at IS NULL OR c.withdrawn_at >= n.given)
  ) AND (n.withdrawn IS NULL OR n.withdrawn < n.given)
"""
# A withdrawal that found nothing to withdraw still says that what was given before it does not stand.
REMEMBER = """
INSERT INTO volunteers_consent (volunteer_id, purpose, platform_id, platform_version, given_by, given_at, withdrawn_at)
SELECT n.volunteer, n.purpose, %(platform)s, n.version, n.by, least(n.given, n.withdrawn), n.withdrawn
FROM pg_temp.news n
WHERE n.withdrawn IS NOT NULL AND NOT EXISTS (
  SELECT FROM volunteers_consent c
  WHERE c.volunteer_id = n.volunteer AND c.purpose = n.purpose AND c.withdrawn_at >= n.withdrawn
)
"""
STEPS = (WITHDRAW, AGAIN, GIVE, REMEMBER)
