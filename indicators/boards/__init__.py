"""Dashboards: which figures the board of a place shows. Every figure comes from ``answer``; see docs/statistics.md."""
