"""The registry of volunteers: who reads whose registration.

Of 荣昌 there is one; of 隆昌 one who serves in 荣昌 and agreed that the other province knows them.
"""

from tests.matrix import Row
from tests.volunteers.registry_world import somebody

STAFF = ("own_logger", "own_reviewer", "own_colleague", "neighbour_logger", "neighbour_reviewer", "other_logger")
READERS = (*STAFF, "provincial_office")
OWN = ("own_logger", "own_reviewer", "own_colleague", "provincial_office")
NEIGHBOURS = ("neighbour_logger", "neighbour_reviewer")
VOLUNTEER = {"number": "volunteer_of_own.volunteer_no"}
ACROSS = {"number": "volunteer_across.volunteer_no"}
API_VOLUNTEER = {"volunteer_no": "volunteer_of_own.volunteer_no"}
API_ACROSS = {"volunteer_no": "volunteer_across.volunteer_no"}
EXPORT = {"purpose": "核对名单", "format": "csv"}
OFFER = {"version": 1, "skills": ["law"]}


def world(made):
    return {
        "volunteer_of_own": somebody("样例甲", made["own"]),
        "volunteer_across": somebody("样例乙", made["neighbour"], serves_in=[made["own"]], shares=True),
    }


def each(people, status):
    return dict.fromkeys(people, status)


PAGES = [
    Row("volunteers:list", default=403, expected=each(READERS, 200)),
    Row("volunteers:export", default=403, expected=each(READERS, 200)),
    Row("volunteers:export", "post", data=EXPORT, default=403, expected=each(READERS, 200)),
    Row("volunteers:volunteer", arguments=VOLUNTEER, default=404, expected=each(OWN, 200)),
    Row("volunteers:volunteer", arguments=ACROSS, default=404, expected=each((*OWN, *NEIGHBOURS), 200)),
    Row("volunteers:offer", arguments=VOLUNTEER, default=404, expected=each(OWN, 200)),
    Row("volunteers:offer", "post", VOLUNTEER, OFFER, default=404, expected=each(OWN, 302)),
    Row("volunteers:offer", arguments=ACROSS, default=404, expected=each(NEIGHBOURS, 200)),
]

OUT_OF_SIGHT = each(STAFF, 404)
API = [
    Row("api:volunteer-list", default=403, expected=each(READERS, 200)),
    Row("api:volunteer-detail", arguments=API_VOLUNTEER, default=403, expected={**OUT_OF_SIGHT, **each(OWN, 200)}),
    Row(
        "api:volunteer-detail",
        arguments=API_ACROSS,
        default=403,
        expected={**OUT_OF_SIGHT, **each((*OWN, *NEIGHBOURS), 200)},
    ),
    Row(
        "api:volunteer-detail", "patch", API_VOLUNTEER, OFFER, default=403, expected={**OUT_OF_SIGHT, **each(OWN, 200)}
    ),
    Row(
        "api:volunteer-detail",
        "patch",
        API_ACROSS,
        OFFER,
        default=403,
        expected={**each(READERS, 404), **each(NEIGHBOURS, 200)},
    ),
]

ROWS = [*PAGES, *API]
