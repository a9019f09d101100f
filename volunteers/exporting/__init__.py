"""Spreadsheets out, by noun."""
