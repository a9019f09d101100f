"""What platforms push and pull."""

from tests.matrix import Row

ROWS: list[Row] = []
