"""Many writers at once, each with a connection of its own: processes, so that Python's lock is not what is measured."""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from django.db import connections

context: Any = multiprocessing.get_context("fork")  # each process works in the database that was made for the benchmark


def seconds_of(jobs: list[Callable[[], object]]) -> float:
    """Seconds from the moment in which all begin, connected, until the last has ended."""
    connections.close_all()
    begin = context.Barrier(len(jobs) + 1)
    processes = [context.Process(target=_run, args=(begin, job)) for job in jobs]
    for process in processes:
        process.start()
    begin.wait()
    started = time.perf_counter()
    wait_for(processes)
    return time.perf_counter() - started


def _run(begin, job):
    connections["default"].ensure_connection()
    begin.wait()
    job()
    connections.close_all()


def wait_for(processes: list[Any]) -> None:
    """Until all have ended. Raises RuntimeError when one of them failed; its words are on stderr."""
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a writer failed")
