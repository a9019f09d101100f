"""Venues, their bookings, and the loans of libraries."""

from indicators.tallies.facts.shape import ZONE, Fact, Source, line, listed, members, own, parts
from venues.models.scope import COUNTED_STATES

_OPENED = f"coalesce(fact.since, (fact.created_at {ZONE})::date)"
_VENUE_REGIONS = (
    "SELECT fact.region_id, ''::text AS role UNION SELECT unit.region_id, '' FROM venues_venue_builders AS built "
    "JOIN belts_unit AS unit ON unit.id = built.unit_id WHERE built.venue_id = fact.id"
)
VENUE = Fact(
    "venue",
    "venues_venue",
    ("venues", "complexes"),
    "SELECT " + line(_OPENED, members(_VENUE_REGIONS, _OPENED), ["1", "(fact.kind = 'complex')::int"])
    + " FROM venues_venue AS fact WHERE fact.id = ANY({ids}) AND fact.parent_id IS NULL",
    (
        own("venues_venue", "region_id", "since", "created_at", "kind", "parent_id"),
        parts("venues_venue_builders", "venue_id", "unit_id"),
        Source(
            "belts_unit", ("region_id",),
            "SELECT venue_id FROM venues_venue_builders WHERE unit_id IN (SELECT id FROM changed)", shared=True,
        ),
    ),
)  # fmt: skip

_SECONDS = "extract(epoch FROM fact.ends_at - fact.starts_at)"
_BORROWED = "SELECT venue.region_id, 'lender'::text AS role UNION ALL SELECT fact.borrower_region_id, 'borrower'"
_BOOKED_ON = f"(fact.starts_at {ZONE})::date"
_ACROSS = "coalesce(lender.province_id, lender.code) <> coalesce(borrower.province_id, borrower.code)"
BOOKING = Fact(
    "booking",
    "venues_booking",
    ("bookings", "booked_hours", "cross_border_hours"),
    "SELECT " + line(
        _BOOKED_ON,
        members(_BORROWED, _BOOKED_ON),
        ["1", _SECONDS, f"CASE WHEN {_ACROSS} THEN {_SECONDS} ELSE 0 END"],
    ) + " FROM venues_booking AS fact JOIN venues_venue AS venue ON venue.id = fact.venue_id "
    "JOIN belts_region AS lender ON lender.code = venue.region_id "
    "JOIN belts_region AS borrower ON borrower.code = fact.borrower_region_id "
    f"WHERE fact.id = ANY({{ids}}) AND fact.state IN ({listed(COUNTED_STATES)})",
    (
        own("venues_booking", "state", "venue_id", "borrower_region_id", "starts_at", "ends_at"),
        Source(
            "venues_venue", ("region_id",),
            "SELECT id FROM venues_booking WHERE venue_id IN (SELECT id FROM changed)", shared=True,
        ),
    ),
)  # fmt: skip


_LOAN_REGIONS = "SELECT source.region_id, ''::text AS role UNION SELECT target.region_id, ''"
LOAN = Fact(
    "loan",
    "venues_libraryflow",
    ("loans", "loans_cross_province"),
    "SELECT " + line(
        "fact.month",
        members(_LOAN_REGIONS, "fact.month"),
        ["fact.number", "CASE WHEN coalesce(home.province_id, home.code) <> coalesce(lent.province_id, lent.code) "
         "THEN fact.number ELSE 0 END"],
    ) + " FROM venues_libraryflow AS fact JOIN venues_library AS source ON source.id = fact.source_id "
    "JOIN venues_library AS target ON target.id = fact.target_id "
    "JOIN belts_region AS home ON home.code = source.region_id "
    "JOIN belts_region AS lent ON lent.code = target.region_id WHERE fact.id = ANY({ids}) AND fact.kind = 'borrowed'",
    (
        own("venues_libraryflow", "month", "kind", "source_id", "target_id", "number"),
        Source(
            "venues_library", ("region_id",),
            "SELECT id FROM venues_libraryflow WHERE source_id IN (SELECT id FROM changed) "
            "OR target_id IN (SELECT id FROM changed)", shared=True,
        ),
    ),
)  # fmt: skip
