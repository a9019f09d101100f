"""Registrations that may be one person."""

from tests.matrix import Row

ROWS: list[Row] = []
