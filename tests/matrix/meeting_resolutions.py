"""Resolutions and the board."""

from tests.matrix import Row

ROWS: list[Row] = []
