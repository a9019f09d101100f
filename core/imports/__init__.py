"""Spreadsheets in, in two steps: read and judge every row, show it, and after a person confirms apply row by row.

An app brings an ``Importer`` (``importer.py``): its columns, how a chunk of rows is judged, how it is applied. All
else stands here: reading files that may be hostile (``files``, ``reader``, ``reading``), the two steps and their
survival of a killed worker (``judging``, ``applying``, ``tasks``), the pages (``views``, ``urls``), the workbooks.
"""
