"""One's own registration, and what the home county does on a person's written wish."""

from tests.matrix import Row
from tests.volunteers.factories import ConsentTextFactory, VolunteerFactory


def world(made):
    ConsentTextFactory(purpose="share")
    return {
        "my_registration": VolunteerFactory(home=made["own"], user=made["volunteer"]),
        "who_wishes": VolunteerFactory(home=made["own"]),
    }


ME = {"volunteer": 200}
DONE = {"volunteer": 302}
OWN = ("own_logger", "own_reviewer", "own_colleague", "provincial_office")
WISH = {"number": "who_wishes.volunteer_no"}
MOVE = {"to": "neighbour.pk", "reason": "本人书面申请"}
ERASE = {"typed_number": "who_wishes.volunteer_no", "reason": "本人书面申请"}


def own(status):
    return dict.fromkeys(OWN, status)


ROWS = [
    Row("volunteers:me", default=404, expected=ME),
    Row("volunteers:my_consent", "post", {"purpose": "share"}, {}, default=404, expected=DONE),
    Row("volunteers:my_offer", default=404, expected=ME),
    Row("volunteers:my_offer", "post", data={"skills": "law"}, default=404, expected=DONE),
    Row("volunteers:my_move", default=404, expected=ME),
    Row("volunteers:my_move", "post", data={"to": "neighbour.pk"}, default=404, expected=DONE),
    Row("volunteers:my_copy", default=404, expected=ME),
    Row("volunteers:my_copy", "post", data={}, default=404, expected=ME),
    Row("volunteers:my_erasure", default=404, expected=ME),
    Row("volunteers:my_erasure", "post", data={"typed_number": "x"}, default=404, expected=ME),
    Row("volunteers:my_correction", default=404, expected=ME),
    Row("volunteers:my_correction", "post", data={"name": "样例改名"}, default=404, expected=ME),
    Row("volunteers:withdraw_my_correction", "post", default=404, expected=DONE),
    Row("volunteers:send_values_code", "post", default=404, expected=DONE),
    # The steps with a code lead back to the own page where no code was asked for.
    Row("volunteers:my_values", default=404, expected=DONE),
    Row("volunteers:my_mobile", default=404, expected=ME),
    Row("volunteers:my_mobile_code", default=404, expected=DONE),
    Row("api:me-registration", default=404, expected=ME),
    Row("api:me-consents", default=404, expected=ME),
    Row("api:me-consent", "put", {"purpose": "share"}, default=404, expected=ME),
    Row("api:me-consent", "delete", {"purpose": "share"}, default=404, expected=ME),
    Row("api:me-disclosures", default=404, expected=ME),
    Row("api:me-copy", "post", data={"document": "x"}, default=404, expected={"volunteer": 400}),
    Row("api:me-correction", default=404),  # none was asked
    Row("api:me-correction", "post", data={"document": "x"}, default=404, expected={"volunteer": 400}),
    Row("api:me-correction", "delete", default=404, expected={"volunteer": 204}),
    Row("volunteers:erased", expected={"anonymous": 200}),
    Row("volunteers:move", arguments=WISH, default=404, expected=own(200)),
    Row("volunteers:move", "post", WISH, MOVE, default=404, expected=own(302)),
    Row("volunteers:erase", arguments=WISH, default=404, expected=own(200)),
    Row("volunteers:erase", "post", WISH, ERASE, default=404, expected=own(302)),
]
