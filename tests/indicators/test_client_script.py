"""The script of docs/clients pulls a year over HTTP and draws its table, as somebody who downloaded it would."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.services.tokens import issue_token
from tests import factories
from tests.indicators.world import corridor

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "clients" / "year_table.py"


@pytest.mark.django_db(transaction=True)
def test_a_year_is_pulled_drawn_and_asked_again_for_nothing(live_server, tmp_path):
    places = corridor()
    for day in (dt.date(2025, 3, 5), dt.date(2025, 7, 1)):
        factories.ActivityFactory(
            verified=True, lead=places["rongchang"], partners=[places["longchang"], places["anyue"]], starts_on=day
        )
    secret = token()

    def run(*arguments):
        return subprocess.run(
            [sys.executable, str(SCRIPT), live_server.url, *arguments], cwd=tmp_path, capture_output=True, text=True,
            check=False, env={**os.environ, "PORTAL_TOKEN": secret, "PYTHONIOENCODING": "utf-8"}, timeout=60,
        )  # fmt: skip

    first = run("2025", "--measures", "lectures")
    assert first.returncode == 0, first.stderr
    assert [line.split() for line in first.stdout.splitlines()] == [
        ["belt", "lectures"], ["川南渝西", "2"], ["川中渝西", "2"], ["合计(单独计数)", "2"],
    ]  # fmt: skip
    assert run("2025", "--measures", "lectures").stdout == first.stdout, "from the kept answer, after a 304"
    refused = run("2025", "--measures", "nothing")
    assert refused.returncode == 1
    assert "unknown_measure" in refused.stderr


def token():
    actor = factories.person(Role.SECURITY_ADMINISTRATOR)
    _row, secret = issue_token(
        actor=actor, user=factories.person(Role.API_CLIENT), purpose="统计年表", whole_corridor=True,
        expires_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    return secret
