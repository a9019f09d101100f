import os
import subprocess
import sys

from config import throwaway

REPORT = """
import os, psycopg2
from config import embedded
from pathlib import Path
var = Path(os.environ["PORTAL_VAR_DIR"])
connection = psycopg2.connect(host=embedded.socket_folder(var), user="portal", dbname="portal")
with connection.cursor() as cursor:
    cursor.execute("SHOW fsync")
    print(var.name, os.environ["PORTAL_MODE"], cursor.fetchone()[0])
raise SystemExit(7)
"""


def run(name):
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "config.throwaway", name, "-c", REPORT]
    return subprocess.run(command, cwd=throwaway.ROOT, env=kept, capture_output=True, text=True, check=False)


def test_it_runs_on_servers_of_its_own_passes_the_code_on_and_keeps_nothing():
    """In var/bench: the suite itself may run in var/test."""
    for _again in range(2):
        done = run("bench")
        assert (done.stdout, done.returncode) == ("bench test on\n", 7), done.stderr
    assert [path.name for path in (throwaway.ROOT / "var" / "bench").iterdir()] == ["in-use"]


def test_an_unknown_name_is_a_sentence():
    done = run("production")
    assert (done.returncode, done.stderr.startswith("usage: ")) == (2, True)
