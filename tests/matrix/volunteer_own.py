"""One's own registration."""

from tests.matrix import Row

ROWS: list[Row] = []
