"""Looking at a document or a mobile in clear."""

from tests.matrix import Row

ROWS: list[Row] = []
