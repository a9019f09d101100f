"""Consents of people who are known, as far as a batch tells something new of them.

Given and withdrawn are each remembered by the latest moment; a consent stands when it was given after the last
withdrawal. So it is the same whatever comes first, and what a person takes back in the portal is not revived by a
platform that repeats an older consent.
"""

# The last giving and the last withdrawal of each person and purpose in the batch.
NEWS = """
DROP TABLE IF EXISTS pg_temp.news;
CREATE TEMP TABLE news ON COMMIT DROP AS
SELECT s.volunteer, c.purpose, max(c.given) AS given, max(c.withdrawn) AS withdrawn,
  (array_agg(c.version ORDER BY c.given DESC, s.external_id))[1] AS version,
  (array_agg(c.by ORDER BY c.given DESC, s.external_id))[1] AS by
FROM pg_temp.staged s CROSS JOIN LATERAL (VALUES
  ('keep', keep_given, keep_withdrawn, keep_version, keep_by),
  ('share', share_given, share_withdrawn, share_version, share_by),
  ('publish', publish_given, publish_withdrawn, publish_version, publish_by)
) AS c (purpose, given, withdrawn, version, by)
WHERE s.verdict IS NULL AND c.given IS NOT NULL
GROUP BY 1, 2
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
  n.given > c.given_at OR n.given = c.given_at AND c.platform_version <> n.version AND
    %(rank)s <= (SELECT p.rank FROM volunteers_platform p WHERE p.id = c.platform_id)
)
"""
GIVE = """
INSERT INTO volunteers_consent (volunteer_id, purpose, platform_id, platform_version, given_by, given_at)
SELECT n.volunteer, n.purpose, %(platform)s, n.version, n.by, n.given
FROM pg_temp.news n
WHERE NOT EXISTS (
    SELECT FROM volunteers_consent c
    WHERE c.volunteer_id = n.volunteer AND c.purpose = n.purpose AND (c.withdrawn_at IS NULL OR c.withdrawn_at >= n.given)
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
STEPS = (NEWS, WITHDRAW, AGAIN, GIVE, REMEMBER)
