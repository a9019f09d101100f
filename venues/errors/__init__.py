"""Codes of the refusals that venues know, by noun; shown on the page of error codes."""

from venues.errors import bookings, venues

CODES = {**venues.CODES, **bookings.CODES}
