"""The person is told what became of a request: on the page, and by a text message that says no more than that."""

from django.urls import reverse
from django.utils import timezone

from accounts.services.notices import owe_notice
from volunteers.models import Correction, Identity
from volunteers.services.proofs import TOLD_WITHIN
from volunteers.services.sms import owe_sms

APPROVED, REFUSED = "volunteer_corrected", "volunteer_not_corrected"
KINDS = {Correction.State.APPROVED: APPROVED, Correction.State.REFUSED: REFUSED}


def tell_of_decision(correction: Correction) -> None:
    """In the transaction of the decision."""
    volunteer = correction.volunteer
    if volunteer.user is not None:
        owe_notice(
            to=volunteer.user,
            kind=KINDS[Correction.State(correction.state)],
            key=f"correction:{correction.pk}",
            url=reverse("volunteers:me"),
            params={"number": volunteer.volunteer_no, "reason": correction.reason},
        )
    identity = Identity.objects.filter(pk=volunteer.pk, mobile__isnull=False).first()
    if identity is not None:
        owe_sms(
            kind="decided", key=f"correction:{correction.pk}", mobile=bytes(identity.mobile or b""),
            expires_at=timezone.now() + TOLD_WITHIN,
        )  # fmt: skip
