"""Of requests for corrections, and of claims that are confirmed."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "correction_waits": _("One correction at a time is looked at. Take it back to ask for another."),
    "too_many_corrections": _("A person asks for at most five corrections a day."),
    "nothing_to_correct": _("What was asked is what is kept already."),
    "document_kind_alone": _("Of another kind of document the number is needed too."),
    "correction_decided": _("The request was decided, taken back or became void meanwhile."),
    "registered_by_you": _("Whoever registered a person does not decide on their correction."),
    "seen_document_differs": _("The number that was read from the document is not the one that is asked for."),
    "document_held": _("The document stands with another registration; one document is one person."),
    "claim_ended": _("The registration was merged or erased meanwhile, so there is nothing to confirm."),
}
