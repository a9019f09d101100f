"""Registering: open to everybody, signed in or not."""

from tests.matrix import Row

ROWS: list[Row] = []
