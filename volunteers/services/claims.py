"""Registrations with a document that somebody else holds: shown to the county, who alone says who is who.

The pair is made in the background, so that a registration takes the same time whether there is one or not.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.history import by_the_system
from volunteers import vault
from volunteers.choices import Likeness, State
from volunteers.models import Identity, LikelyDuplicate, Volunteer
from volunteers.services.likeness import note_claim


@transaction.atomic
def pair_claims() -> int:
    """A likely duplicate for each claimed registration whose document was not noted yet; how many were made."""
    noted = LikelyDuplicate.objects.filter(reasons__contains=[Likeness.SAME_DOCUMENT])
    paired = noted.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    owed = Volunteer.objects.filter(~Exists(paired), state=State.CLAIMED).select_related("identity")
    made = 0
    with by_the_system("pair_claims"):
        for volunteer in owed.select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
            holder = _holder_of(volunteer.identity)
            if holder is not None and holder.pk != volunteer.pk:
                note_claim(volunteer, holder)
                made += 1
    return made


def _holder_of(identity):
    indexes = vault.blind_indexes(vault.DOCUMENT, vault.unseal(vault.DOCUMENT, identity.document))
    rows = Identity.objects.filter(document_index__in=indexes, claimed=False)
    row = rows.select_related("volunteer__merged_into").first()
    if row is None:
        return None
    return row.volunteer.merged_into or row.volunteer
