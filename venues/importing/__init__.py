"""Venues from spreadsheets: what the columns mean, how a row is judged, how it becomes a venue."""
