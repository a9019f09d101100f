"""What people do with the canary's registration, by noun: see tests/volunteers/canary.py."""
