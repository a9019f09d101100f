"""Platforms, their keys, deliveries and transfers."""

from tests.matrix import Row

ROWS: list[Row] = []
