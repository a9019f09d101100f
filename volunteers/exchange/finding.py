"""Who the rows of a staged batch are: by the account that is known, else by the document. Statements over all rows.

A row is decided when it has a verdict. What is undecided and has no ``volunteer`` is somebody new.
"""

# One document that stood under the old index key, brought under the new one before it is looked for.
TURN = """
UPDATE volunteers_identity i SET document_index = s.document_index
FROM pg_temp.staged s WHERE i.document_index = s.old_index AND s.old_index IS NOT NULL
"""

# The first four bytes of a content name the key of its hash: of another key nothing can be compared.
ACCOUNTS = """
UPDATE pg_temp.staged s SET account = a.id, known_version = a.source_version,
  verdict = CASE
    WHEN s.version < a.source_version THEN 'unchanged'
    WHEN s.version > a.source_version THEN NULL
    WHEN a.content = s.content OR a.content IS NULL THEN 'unchanged'
    WHEN substr(a.content, 1, 4) <> substr(s.content, 1, 4) THEN 'unchanged'
    ELSE 'refused' END,
  code = CASE
    WHEN s.version = a.source_version AND a.content <> s.content
     AND substr(a.content, 1, 4) = substr(s.content, 1, 4) THEN 'version_conflict' END
FROM volunteers_platformaccount a
WHERE a.platform_id = %(platform)s AND a.external_id = s.external_id
"""

# One account several times in the batch: what contradicts itself is refused, then the highest version is taken.
CONTRADICTING = """
UPDATE pg_temp.staged s SET verdict = 'refused', code = 'version_conflict'
FROM (
  SELECT external_id, version FROM pg_temp.staged WHERE verdict IS NULL
  GROUP BY 1, 2 HAVING count(DISTINCT content) > 1
) twice
WHERE s.verdict IS NULL AND s.external_id = twice.external_id AND s.version = twice.version
"""
OVERTAKEN = """
UPDATE pg_temp.staged s SET verdict = 'unchanged'
FROM (
  SELECT number, row_number() OVER (PARTITION BY external_id ORDER BY version DESC, number) AS place
  FROM pg_temp.staged WHERE verdict IS NULL
) placed
WHERE s.number = placed.number AND placed.place > 1
"""

# A closing that says nothing of the person closes what is known, and nothing else.
UNKNOWN_CLOSED = """
UPDATE pg_temp.staged SET verdict = 'refused', code = 'account_unknown'
WHERE verdict IS NULL AND account IS NULL AND document_index IS NULL
"""

ROOT_OF_ACCOUNT = """
UPDATE pg_temp.staged s SET volunteer = coalesce(v.merged_into_id, v.id)
FROM volunteers_platformaccount a JOIN volunteers_volunteer v ON v.id = a.volunteer_id
WHERE s.verdict IS NULL AND s.account = a.id AND NOT s.again
"""

# Whoever was erased comes back only by agreeing anew, after that day; then as somebody new.
ERASED = """
UPDATE pg_temp.staged s SET
  verdict = CASE WHEN f.anew THEN NULL ELSE 'refused' END, code = CASE WHEN f.anew THEN NULL ELSE 'erased' END,
  volunteer = NULL, again = f.anew
FROM (
  SELECT t.number, NOT t.closed AND (t.keep_given AT TIME ZONE 'Asia/Shanghai')::date > v.ended_on IS TRUE AS anew
  FROM pg_temp.staged t JOIN volunteers_volunteer v ON v.id = t.volunteer
  WHERE t.verdict IS NULL AND v.state = 'erased'
) f
WHERE s.number = f.number
"""

# The account says another document than before. The same person's second one is fine when the two were merged.
DOCUMENT_CHANGED = """
UPDATE pg_temp.staged s SET verdict = 'refused', code = 'document_changed'
WHERE s.verdict IS NULL AND s.volunteer IS NOT NULL AND s.account IS NOT NULL AND s.document_index IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM volunteers_identity i JOIN volunteers_volunteer v ON v.id = i.volunteer_id
    WHERE i.document_index = s.document_index AND coalesce(v.merged_into_id, v.id) = s.volunteer
  )
"""

# Somebody with this document is known: the same person when the names agree. Numbers of passports are not unique in
# the world, so there the birth dates agree too.
BY_DOCUMENT = """
UPDATE pg_temp.staged s SET
  volunteer = CASE WHEN f.code IS NULL THEN f.root END,
  verdict = CASE WHEN f.code IS NULL THEN NULL ELSE 'refused' END,
  code = f.code
FROM (
  SELECT t.number, r.id AS root, CASE
    WHEN r.state = 'erased' THEN 'erased'
    WHEN lower(regexp_replace(i.name, '[ ·.''-]', '', 'g')) <> lower(regexp_replace(t.name, '[ ·.''-]', '', 'g'))
      THEN 'name_differs'
    WHEN i.birth_date IS NOT NULL AND i.birth_date <> t.birth_date THEN 'birth_date_differs' END AS code
  FROM pg_temp.staged t
  JOIN volunteers_identity i ON i.document_index = t.document_index AND NOT i.claimed
  JOIN volunteers_volunteer v ON v.id = i.volunteer_id
  JOIN volunteers_volunteer r ON r.id = coalesce(v.merged_into_id, v.id)
  WHERE t.verdict IS NULL AND t.volunteer IS NULL
) f
WHERE s.number = f.number
"""

LOCK = """
SELECT v.id FROM volunteers_volunteer v
WHERE v.id IN (SELECT volunteer FROM pg_temp.staged WHERE verdict IS NULL AND volunteer IS NOT NULL)
ORDER BY v.id FOR NO KEY UPDATE
"""

# What somebody erased, merged or corrected between the look-up and the lock is looked up again.
MOVED_ON = """
UPDATE pg_temp.staged s SET volunteer = NULL
WHERE s.verdict IS NULL AND s.volunteer IS NOT NULL AND (
  EXISTS (SELECT FROM volunteers_volunteer v WHERE v.id = s.volunteer AND v.state IN ('merged', 'erased'))
  OR s.document_index IS NOT NULL AND NOT EXISTS (
    SELECT FROM volunteers_identity i JOIN volunteers_volunteer v ON v.id = i.volunteer_id
    WHERE i.document_index = s.document_index AND coalesce(v.merged_into_id, v.id) = s.volunteer
  )
)
"""
