"""Codes of the refusals that the registry knows, by noun; shown on the page of error codes."""

from volunteers.errors import correcting, feed, joining, merging, own, platforms, reading, registry, reveal

CODES = {
    **reading.CODES,
    **joining.CODES,
    **own.CODES,
    **correcting.CODES,
    **reveal.CODES,
    **platforms.CODES,
    **feed.CODES,
    **merging.CODES,
    **registry.CODES,
}
