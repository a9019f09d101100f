"""Who holds a document: one document is one person, whatever is corrected. In the transaction of who calls."""

import hmac

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteers import vault
from volunteers.choices import State
from volunteers.documents import Document, read_document
from volunteers.models import Identity, Volunteer
from volunteers.queries.finding import root_of
from volunteers.services.details import Person
from volunteers.services.likeness import note_claim


def holder_of(document: Document) -> Volunteer | None:
    """The registration that the document stands for, whatever it was merged into."""
    indexes = vault.blind_indexes(vault.DOCUMENT, document.number)
    row = Identity.objects.filter(document_index__in=indexes, claimed=False).select_related("volunteer__merged_into")
    found = row.first()
    return None if found is None else root_of(found.volunteer)


def own_again(index: bytes, family: list[int]) -> None:
    """The document stood with a number that was merged into this person: it moves to the one that stays."""
    Identity.objects.filter(pk__in=family, document_index=index, claimed=False).update(claimed=True)


def hold_claims(holder: Volunteer, index: bytes) -> None:
    """Others who claim the document claim it from this registration now: the county is shown each."""
    claims = Volunteer.objects.filter(identity__document_index=index, identity__claimed=True, state=State.CLAIMED)
    for claim in claims.exclude(pk=holder.pk).order_by("pk"):
        note_claim(claim, holder)


def require_seen(typed: str, person: Person) -> None:
    """The number that somebody read from a document is that of ``person``. Code ``seen_document_differs``."""
    try:
        seen = read_document(person.document.kind, typed, today=timezone.localdate()).number
    except ValidationError:
        seen = ""
    if not hmac.compare_digest(seen.encode(), person.document.number.encode()):
        message = _("This is not the number that is asked for. Compare the document, or refuse with what is wrong.")
        raise ValidationError({"seen_document": ValidationError(message, code="seen_document_differs")})


def document_held() -> ValidationError:
    return ValidationError(
        _(
            "The document stands with another registration, and one document is one person. Merge the two if they are "
            "one; else have the document corrected where it is wrong: on that registration, or on this one."
        ),
        code="document_held",
    )
