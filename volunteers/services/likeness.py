"""Registrations that may be one person are found; people decide. Set by set, and only what changed since.

What is to be compared follows from ``Volunteer.changed_in``, as in the change feed: everything beyond the mark and
below the oldest transaction that still runs. A row that commits late is never skipped, and nothing is kept for each
volunteer.
"""

import hashlib

from django.db import connection, transaction
from django.utils import timezone

from core.snapshots import ENDED_BELOW
from volunteers.choices import Likeness
from volunteers.models import Identity, LikelyDuplicate, LikenessMark, Volunteer

SLICE = 20_000
MOST_SLICES = 25

NEXT = f"""
SELECT id, changed_in FROM volunteers_volunteer
WHERE (changed_in, id) > (%s, %s) AND changed_in < {ENDED_BELOW}
ORDER BY changed_in, id LIMIT %s
"""  # noqa: S608 our own words

# The pairs of those given with everybody else. "alike" is a digest over what is alike, and over the keyed hash of the
# mobile: without the key nobody can try out which name it stands for.
FOUND = """
INSERT INTO volunteers_likelyduplicate AS known (first_id, second_id, reasons, state, alike, found_at, note)
SELECT DISTINCT least(one.volunteer_id, two.volunteer_id), greatest(one.volunteer_id, two.volunteer_id),
    ARRAY[reason.word], 'open', jsonb_build_object(reason.word, digest.text), %(now)s::timestamptz, ''
FROM volunteers_identity one
JOIN volunteers_volunteer mine ON mine.id = one.volunteer_id AND mine.state IN ('active', 'claimed')
JOIN volunteers_identity two ON two.mobile_index = one.mobile_index AND two.birth_date = one.birth_date
    AND two.name = one.name AND two.volunteer_id <> one.volunteer_id
JOIN volunteers_volunteer theirs ON theirs.id = two.volunteer_id AND theirs.state IN ('active', 'claimed')
CROSS JOIN LATERAL (SELECT CASE WHEN one.document_kind <> two.document_kind THEN 'two_documents'
    ELSE 'name_birth_mobile' END) AS reason (word)
CROSS JOIN LATERAL (SELECT encode(sha256(convert_to(one.name || one.birth_date, 'UTF8') || one.mobile_index), 'hex'))
    AS digest (text)
WHERE one.volunteer_id = ANY(%(changed)s) AND one.mobile_index IS NOT NULL
ON CONFLICT (first_id, second_id) DO UPDATE SET state = 'open', found_at = excluded.found_at,
    alike = known.alike || excluded.alike, decided_by_id = NULL, decided_at = NULL,
    reasons = ARRAY(SELECT DISTINCT unnest(known.reasons || excluded.reasons) ORDER BY 1)
WHERE known.state <> 'merged' AND NOT known.alike @> excluded.alike
"""


def find_owed_pairs(*, most: int = MOST_SLICES, size: int = SLICE) -> int:
    """Compare the volunteers that changed since the last time, at most ``most * size``. How many they were.

    May run twice, or twice at once: the second has nothing to do.
    """
    compared = 0
    for _slice in range(most):
        found = _compare_slice(size)
        compared += found
        if found < size:
            break
    return compared


@transaction.atomic
def _compare_slice(size: int) -> int:
    LikenessMark.objects.get_or_create(pk=1)
    mark = LikenessMark.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if mark is None:  # another worker compares
        return 0
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [mark.changed_in, mark.last, size])
        rows = cursor.fetchall()
    if rows:
        find_pairs([pk for pk, _changed_in in rows])
        mark.last, mark.changed_in = rows[-1]
        mark.save()
    return len(rows)


@transaction.atomic
def find_pairs(pks: list[int]) -> int:
    """Note the pairs that these volunteers are part of: same name, birth date and mobile. How many are new or anew.

    Where the kinds of document differ it is ``two_documents``. Pairs that were said to be two persons stay decided.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"now": timezone.now(), "changed": list(pks)})
        return int(cursor.rowcount)


@transaction.atomic
def note_claim(volunteer: Volunteer, known: Volunteer, *, index: bytes | None = None) -> LikelyDuplicate:
    """Note that ``volunteer`` gave the document that stands with ``known``: as a row in state claimed, or as a
    correction that is asked for, whose keyed hash is ``index``.

    In the transaction of who calls. Called again it changes nothing, also after the county said that they are two
    persons.
    """
    known = known.merged_into or known
    first, second = sorted((volunteer.pk, known.pk))
    if index is None:
        index = bytes(Identity.objects.values_list("document_index", flat=True).get(pk=volunteer.pk))
    alike = {Likeness.SAME_DOCUMENT.value: hashlib.sha256(index).hexdigest()}
    pair, new = LikelyDuplicate.objects.select_for_update(of=("self",)).get_or_create(
        first_id=first, second_id=second, defaults={"reasons": [Likeness.SAME_DOCUMENT], "alike": alike}
    )
    if not new and pair.state != LikelyDuplicate.State.MERGED and not alike.items() <= pair.alike.items():
        pair.alike |= alike
        pair.reasons = sorted({*pair.reasons, Likeness.SAME_DOCUMENT})
        pair.state, pair.decided_by, pair.decided_at = LikelyDuplicate.State.OPEN, None, None
        pair.full_clean(exclude=["first", "second"])
        pair.save()
    return pair
