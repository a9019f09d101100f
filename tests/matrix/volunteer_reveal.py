"""Looking at a document or a mobile in clear."""

from tests.matrix import Row
from tests.volunteers.factories import VolunteerFactory

NUMBER = {"volunteer_no": "revealable.volunteer_no"}
ASKED = {"what": "mobile", "reason": "活动改期，需要电话通知本人"}
THEIRS = {"own_reviewer": 200, "provincial_office": 200}


def world(made):
    return {"revealable": VolunteerFactory(home=made["own"])}


ROWS = [
    Row("volunteers:reveal", arguments=NUMBER, default=404, expected=THEIRS),
    Row("volunteers:reveal", "post", NUMBER, ASKED, default=404, expected=THEIRS),
    Row("api:volunteer-reveal", "post", NUMBER, ASKED, default=404, expected=THEIRS),
]
