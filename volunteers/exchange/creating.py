"""Rows that are somebody new become volunteers. Of two rows, or two batches at once, with one document one does."""

# Of several rows with one document one makes the person; the others find her in the next round.
CHOOSE = """
SELECT DISTINCT ON (document_index) number FROM pg_temp.staged
WHERE verdict IS NULL AND volunteer IS NULL
ORDER BY document_index, external_id
"""
# Foreign keys are checked at the end, so the identity may come first: whoever gets it in gets the person. In the order
# of documents: two batches that hold the same people wait for each other, and never both.
IDENTITIES = """
INSERT INTO volunteers_identity (volunteer_id, name, name_keys, birth_date, document_kind, document, document_index,
  mobile, mobile_index, mobile_tail, claimed, updated_at)
SELECT n.id, name, coalesce(name_keys, ''), birth_date, document_kind, document, document_index,
  mobile, mobile_index, mobile_tail, false, %(now)s
FROM pg_temp.staged s JOIN unnest(%(rows)s::int[], %(ids)s::bigint[]) AS n (number, id) ON n.number = s.number
ORDER BY document_index
ON CONFLICT (document_index) WHERE NOT claimed DO NOTHING
"""
WON = """
UPDATE pg_temp.staged s SET volunteer = n.id, new_no = n.volunteer_no, made_in = %(round)s, verdict = 'created'
FROM unnest(%(rows)s::int[], %(ids)s::bigint[], %(numbers)s::text[]) AS n (number, id, volunteer_no)
JOIN volunteers_identity i ON i.volunteer_id = n.id
WHERE s.number = n.number
"""

# Of those that were made in this round.
VOLUNTEERS = """
INSERT INTO volunteers_volunteer (id, volunteer_no, state, home_id, stated_home, registered_on, registered_through_id,
  birth_year, skills, times, dialects, version, created_at, changed_in)
SELECT volunteer, new_no, 'active', home, coalesce(stated_home, ''), registered_on, %(platform)s,
  extract(year FROM birth_date), skills, times, dialects, 1, %(now)s, 0
FROM pg_temp.staged WHERE made_in = %(round)s
"""
ACCOUNTS = """
INSERT INTO volunteers_platformaccount (platform_id, external_id, volunteer_id, source_version, content, registered_on,
  closed_at, linked_at, home, area)
SELECT %(platform)s, external_id, volunteer, version, content, registered_on, CASE WHEN closed THEN %(now)s END,
  %(now)s, coalesce(home, ''), coalesce(area, '')
FROM pg_temp.staged WHERE made_in = %(round)s AND account IS NULL
"""
GUARDIANS = """
INSERT INTO volunteers_guardian (volunteer_id, name, document_kind, document, document_index, mobile, mobile_index,
  mobile_tail, relation, updated_at, agreed_at)
SELECT volunteer, guardian_name, guardian_document_kind, guardian_document, guardian_document_index, guardian_mobile,
  guardian_mobile_index, guardian_mobile_tail, relation, %(now)s, coalesce(keep_given, %(now)s)
FROM pg_temp.staged WHERE made_in = %(round)s AND guardian_document IS NOT NULL
"""
CONSENTS = """
INSERT INTO volunteers_consent (volunteer_id, purpose, platform_id, platform_version, given_by, given_at, withdrawn_at)
SELECT s.volunteer, c.purpose, %(platform)s, c.version, c.by, c.given, c.withdrawn
FROM pg_temp.staged s CROSS JOIN LATERAL (VALUES
  ('keep', keep_given, keep_withdrawn, keep_version, keep_by),
  ('share', share_given, share_withdrawn, share_version, share_by),
  ('publish', publish_given, publish_withdrawn, publish_version, publish_by)
) AS c (purpose, given, withdrawn, version, by)
WHERE s.made_in = %(round)s AND c.given IS NOT NULL
"""
WRITTEN = (VOLUNTEERS, ACCOUNTS, GUARDIANS, CONSENTS)
