"""Agenda, papers and lists."""

from tests.matrix import Row

ROWS: list[Row] = []
