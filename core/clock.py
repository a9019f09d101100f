"""A clock that stands at another moment, for samples of a past and for tests. Never while requests are served."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def set_to(moment: dt.datetime) -> Iterator[None]:
    """Everything that asks ``django.utils.timezone`` hears ``moment``; the database's own clock goes on."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield
