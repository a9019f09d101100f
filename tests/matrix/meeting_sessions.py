"""Bodies and their meetings: 荣昌 convenes the belt this year, 隆昌 sits in it, 万州 does not."""

from tests import factories
from tests.matrix import Row


def world(made):
    body = factories.BodyFactory(belt=made["belt"])
    return {
        "body": body,
        "meeting": factories.MeetingFactory(body=body, host=made["own"]),
        "held_meeting": factories.MeetingFactory(body=body, host=made["own"], state="held"),
    }


ROWS: list[Row] = []
