"""Bookings: 隆昌 asks for a hall of 荣昌. The two sides see it; the borrower changes it, the venue's side decides."""

from tests.matrix import Row

LENDERS = ("own_logger", "own_colleague")
# Reviewers decide about the venues of their county, like the venue's manager.
DECIDERS = ("own_reviewer", "provincial_office", "corridor_office")
AGREEING = ("neighbour_reviewer",)
BORROWERS = ("neighbour_logger", "neighbour_reviewer", "corridor_office")
SEEING = (*LENDERS, *DECIDERS, *BORROWERS, "auditor")
ASKING = (*LENDERS, "own_reviewer", "provincial_office", "corridor_office", *BORROWERS, "other_logger")

VENUE = {"pk": "hall.pk"}
REQUESTED, AGREED = {"pk": "booking_requested.pk"}, {"pk": "booking_agreed.pk"}
APPROVED, OFFERED, PAST = {"pk": "booking_approved.pk"}, {"pk": "booking_offered.pk"}, {"pk": "booking_past.pk"}
REASON = {"reason": "礼堂检修"}
TIMES = {"starts_at": "2030-12-05T09:00:00+08:00", "ends_at": "2030-12-05T11:00:00+08:00", "version": 1}
REQUEST = {
    "venue": "hall.pk", "starts_at": TIMES["starts_at"], "ends_at": TIMES["ends_at"], "title": "联合宣讲",
    "purpose": "activity", "borrower_region": "511083", "wait": True,
}  # fmt: skip
SERIES = {"venue": "hall.pk"}


def each(people, status):
    return dict.fromkeys(people, status)


STEPS = [
    ("agree", REQUESTED, {}, AGREEING),
    ("approve", AGREED, {}, DECIDERS),
    ("refuse", AGREED, REASON, (*DECIDERS, *AGREEING)),
    ("withdraw", REQUESTED, {}, BORROWERS),
    ("cancel", APPROVED, REASON, (*DECIDERS, *BORROWERS)),
    ("accept", OFFERED, {}, BORROWERS),
    ("decline", OFFERED, {}, BORROWERS),
    ("held", PAST, {}, DECIDERS),
    ("no-show", PAST, {}, DECIDERS),
]

PAGES = [
    Row("venues:bookings"),
    Row("venues:bookings_asked"),
    Row("venues:bookings_own"),
    Row("venues:reciprocity", expected={"nobody": 403, "volunteer": 403}),
    Row("venues:booking", arguments=REQUESTED, default=404, expected=each(SEEING, 200)),
    Row("venues:move_booking", arguments=REQUESTED, default=404, expected=each(BORROWERS, 200)),
    Row("venues:move_booking", "post", REQUESTED, {}, default=404, expected=each(BORROWERS, 200)),
    Row("venues:ask", arguments=VENUE, default=403, expected=each(ASKING, 200)),
    Row("venues:ask", "post", VENUE, {}, default=403, expected=each(ASKING, 200)),
    Row("venues:ask_series", arguments=VENUE, default=403, expected=each(ASKING, 200)),
    Row("venues:ask_series", "post", VENUE, {}, default=403, expected=each(ASKING, 200)),
    Row("venues:calendar", arguments=VENUE),
    Row("venues:close", arguments=VENUE, default=404, expected=each((*LENDERS, *DECIDERS), 200)),
    Row("venues:close", "post", VENUE, {}, default=404, expected=each((*LENDERS, *DECIDERS), 200)),
    Row("venues:lift_closure", "post", {"pk": "closure.pk"}, default=404, expected=each((*LENDERS, *DECIDERS), 302)),
    Row("venues:door_sheet", arguments=VENUE, default=404, expected=each(DECIDERS, 200)),
    *(
        Row("venues:booking_step", "post", {**booking, "step": step}, data, default=404, expected=each(people, 302))
        for step, booking, data, people in STEPS
    ),
]

REST = [
    Row("api:booking-list"),
    Row("api:booking-detail", arguments=REQUESTED, default=404, expected=each(SEEING, 200)),
    Row("api:booking-list", "post", data=REQUEST, default=403, expected=each(ASKING, 400) | each(BORROWERS, 201)),
    Row("api:booking-move", "post", REQUESTED, TIMES, default=404, expected=each(BORROWERS, 200)),
    *(
        Row(f"api:booking-{step}", "post", booking, data, default=404, expected=each(people, 200))
        for step, booking, data, people in STEPS
    ),
    Row("api:booking-series-list", "post", data=SERIES, default=403, expected=each(ASKING, 400)),
    Row("api:booking-series-cancel", "post", {"pk": "booking_series.pk"}, REASON, default=404,
        expected=each(BORROWERS, 200)),
    Row("api:venue-calendar", arguments=VENUE),
    Row("api:venue-free", query="?starts_at=2030-12-05T09:00&ends_at=2030-12-05T11:00"),
]  # fmt: skip

ROWS: list[Row] = [*PAGES, *REST]
