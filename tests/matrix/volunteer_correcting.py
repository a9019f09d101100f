"""Requests for corrections and claims: for who may look at documents of the home county."""

from tests.factories import UserFactory
from tests.matrix import Row
from tests.volunteers.factories import VolunteerFactory, resident_number
from tests.volunteers.merging_world import claimed_of
from volunteers.models import Identity
from volunteers.services.correcting import ask_correction

DOCUMENT, ASKED = resident_number(91_001), resident_number(91_002)


def world(made):
    who = VolunteerFactory(home=made["own"], user=UserFactory())
    holder = VolunteerFactory(home=made["own"], identity__document_number=DOCUMENT)
    claim = claimed_of(holder)
    Identity.objects.filter(pk=holder.pk).delete()  # nobody holds the document any more
    correction = ask_correction(
        actor=who.user, volunteer=who, name="", document_kind="", document=ASKED, birth_date=None
    )
    return {"correction": correction, "claim": claim}


ONE, CLAIM = {"pk": "correction.pk"}, {"number": "claim.volunteer_no"}
THEIRS = ("own_reviewer", "provincial_office")
SEEN = {"seen_document": ASKED, "reason": "持证到窗口核对"}
SEEN_CLAIM = {"seen_document": DOCUMENT, "reason": "持证到窗口核对"}


def decided(status):
    return dict.fromkeys(THEIRS, status)


ROWS = [
    Row("volunteers:corrections"),
    Row("volunteers:correction", arguments=ONE, default=404, expected=decided(200)),
    Row("volunteers:approve_correction", "post", ONE, SEEN, default=404, expected=decided(302)),
    Row("volunteers:refuse_correction", "post", ONE, {"reason": "不符"}, default=404, expected=decided(302)),
    Row("volunteers:confirm_claim", arguments=CLAIM, default=404, expected=decided(200)),
    Row("volunteers:confirm_claim", "post", CLAIM, SEEN_CLAIM, default=404, expected=decided(302)),
    Row("api:volunteer-correction-list"),
    Row("api:volunteer-correction-detail", arguments=ONE, default=404, expected=decided(200)),
    Row("api:volunteer-correction-approve", "post", ONE, SEEN, default=404, expected=decided(200)),
    Row("api:volunteer-correction-refuse", "post", ONE, {"reason": "不符"}, default=404, expected=decided(200)),
    Row(
        "api:volunteer-confirm", "post", {"volunteer_no": "claim.volunteer_no"}, SEEN_CLAIM, default=404,
        expected=decided(200),
    ),
]  # fmt: skip
