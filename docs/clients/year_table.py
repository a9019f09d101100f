"""Pull a year of the corridor's figures and draw them as a table, with nothing but Python.

    PORTAL_TOKEN=… python year_table.py https://portal.example 2025
    PORTAL_TOKEN=… python year_table.py https://portal.example 2025 --measures lectures,mass_culture --by belt,quarter

A token is made by the security administrator of the portal. Asked again, the portal answers 304 while no figure has
changed: the answer is kept in ``year_table.json`` with its ETag.
"""

import argparse
import json
import os
import sys
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

KEPT = Path("year_table.json")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("portal", help="address of the portal")
    parser.add_argument("year", type=int)
    parser.add_argument("--measures", default="lectures,mass_culture,cross_province")
    parser.add_argument("--by", default="belt", help="at most three dimensions")
    given = parser.parse_args()
    query = {
        "measures": given.measures, "by": given.by, "from": f"{given.year}-01-01", "to": f"{given.year}-12-31",
    }  # fmt: skip
    answer = pull(f"{given.portal.rstrip('/')}/api/v1/statistics/?{urllib.parse.urlencode(query)}")
    for line in table(answer, given.by.split(","), given.measures.split(",")):
        print(line)
    return 0


def pull(address: str) -> dict:
    """The answer; the one that was kept where the portal says that nothing changed."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {os.environ['PORTAL_TOKEN']}"})
    request.add_header("Accept-Language", "zh-hans")
    if address in kept:
        request.add_header("If-None-Match", kept[address]["etag"])
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            kept[address] = {"etag": response.headers["ETag"], "answer": json.load(response)}
    except urllib.error.HTTPError as refusal:
        if refusal.code != 304:
            sys.exit(f"{refusal.code}: {refusal.read().decode()}")
    KEPT.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return kept[address]["answer"]


def table(answer: dict, by: list[str], measures: list[str]) -> list[str]:
    """The rows, and the total, which is counted by itself and is not their sum."""
    rows = [
        [*(row["by"][name]["label"] for name in by), *(number(row["values"][name]) for name in measures)]
        for row in answer["rows"]
    ]
    total = ["合计(单独计数)", *[""] * (len(by) - 1), *(number(answer["total"][name]) for name in measures)]
    lines = [[*by, *measures], *rows, total]
    widths = [max(width(line[place]) for line in lines) for place in range(len(lines[0]))]
    return ["  ".join(cell + " " * (widths[place] - width(cell)) for place, cell in enumerate(line)) for line in lines]


def number(value: int | None) -> str:
    return "不足5人" if value is None else f"{value:,}"


def width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


if __name__ == "__main__":
    sys.exit(main())
