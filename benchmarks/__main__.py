"""``make bench``: every benchmark in a database of its own. ``--rows 100000`` for a quick look.

Prints a Markdown table for ``docs/performance.md`` and ends with 1 when a ratio is over its limit.
"""

import argparse
import os
import sys
from importlib import import_module

import django

MODULES = (
    "statistics", "tallies", "lists", "imports", "libraries", "bookings", "booking_races", "rotation", "meetings",
    "planner", "resolutions", "registrations", "registry",
    "pages",
)  # fmt: skip
ALONE = (
    "bulletin",
    "registration_files",
)  # only when named: their records would count in the others' figures, and theirs in its own


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="activities to generate (default 1,000,000)")
    parser.add_argument("only", nargs="*", choices=[*MODULES, *ALONE, []], help="which of them; all when none is named")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PORTAL_MODE"] = "test"
    django.setup()
    from benchmarks.result import table
    from benchmarks.world import world

    results = []
    with world():
        for name in chosen.only or MODULES:
            print(f"… {name}", file=sys.stderr, flush=True)
            found = import_module(f"benchmarks.{name}").run(chosen.rows)
            print(table(found), file=sys.stderr, flush=True)  # so that a failure later on loses nothing
            results += found
    print(table(results))
    return 0 if all(result.good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
