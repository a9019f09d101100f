"""The registry of volunteers: who reads whose registration."""

from tests.matrix import Row

ROWS: list[Row] = []
