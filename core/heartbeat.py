"""Signs of life that the worker and the schedule leave in Redis."""

import time

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

WORKER, SCHEDULE = "worker", "schedule"
# The worker writes every few seconds, also when all its processes are busy. The schedule's sign is a task that may
# have to wait behind long imports.
LONGEST_SILENCE = {WORKER: 60, SCHEDULE: 900}


def _connection():
    """Answers or fails at once: whoever asks will ask again."""
    at_once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3, retry=at_once)


def _key(who):
    return f"{settings.CACHES['default']['KEY_PREFIX']}:heartbeat:{who}"


def write(who):
    with _connection() as connection:
        connection.set(_key(who), int(time.time()), ex=24 * 3600)


def forget():
    """A new start is not ready on the strength of the last one's signs."""
    with _connection() as connection:
        connection.delete(_key(WORKER), _key(SCHEDULE))


def is_fresh(who):
    seconds = seconds_since(who)
    return seconds is not None and seconds <= LONGEST_SILENCE[who]


def seconds_since(who):
    """How long ago the last sign of life was, or None when there was none for a day."""
    with _connection() as connection:
        written = connection.get(_key(who))
    return None if written is None else max(0, int(time.time()) - int(written))
