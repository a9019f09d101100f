"""What a first visit loads: the page, its style sheet, its scripts and pictures, as gzip sends them."""

import gzip
import re

from django.contrib.staticfiles import finders
from django.test import Client

from belts.models import Region
from benchmarks.result import Result
from tests.factories import logger

HEAVIEST, HEAVIEST_BOARD = 150.0, 400.0  # KB, first load
PAGES = {"home": "/", "form": "/activities/new/", "list": "/activities/", "board": "/statistics/board/county/500153/"}
LOADED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg|png|woff2|ico))"')


def run(_rows: int) -> list[Result]:
    client = Client()
    client.force_login(logger(Region.objects.get(code="500153"), username="bench-pages"))
    return [
        Result(f"first load of {name}", _kilobytes(client.get(path).content), "limit", limit, "KB", 1.0)
        for name, path in PAGES.items()
        for limit in [HEAVIEST_BOARD if name == "board" else HEAVIEST]
    ]


def _kilobytes(page: bytes) -> float:
    names = sorted(set(LOADED.findall(page.decode())))
    bodies = [page]
    for name in names:
        with open(finders.find(name), "rb") as file:
            bodies.append(file.read())
    return sum(len(gzip.compress(body, 6)) for body in bodies) / 1000
