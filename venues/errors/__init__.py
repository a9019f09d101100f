"""Codes of the refusals that venues know, by noun; shown on the page of error codes."""

from venues.errors import bookings, venues
from venues.lending import codes as lending

CODES = {**venues.CODES, **bookings.CODES, **lending.CODES}
