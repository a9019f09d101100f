"""The calendar of working days, and feeds."""

from tests.matrix import Row

ROWS: list[Row] = []
