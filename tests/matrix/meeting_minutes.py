"""Invitations, attendance and minutes."""

from tests.matrix import Row

ROWS: list[Row] = []
