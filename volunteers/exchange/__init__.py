"""Registrations of other platforms in bulk: what they push over the API, and what comes as a file.

``preparing`` turns what was sent into what is kept, without the database; ``merging`` brings a batch of it into the
registry in one transaction of statements over sets. See docs/adr/0009-registrations-in-bulk.md for the rules of belief.
"""
