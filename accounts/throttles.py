import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from core import addresses

MINUTE = 60
FEED_RATE = 30  # a calendar program asks a few times a day; somebody who tries it out, a few times a minute


def seconds_to_wait(caller, rate):
    """0 while ``caller`` made at most ``rate`` requests in this clock minute, counted by Redis in one step."""
    now = int(time.time())
    key = f"api-rate:{caller}:{now // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    return 0 if cache.incr(key) <= rate else MINUTE - now % MINUTE


def of_this_address():
    """Who asks without saying who it is."""
    return f"address:{addresses.current.get()}", settings.API_RATE_FOR_PEOPLE


class CallerThrottle(BaseThrottle):
    """So many requests in a clock minute for each token and for each person."""

    waiting = 0

    def allow_request(self, request, view):
        self.waiting = seconds_to_wait(*self._caller(request))
        return not self.waiting

    def wait(self):
        return self.waiting

    def _caller(self, request):
        user = request.user
        if not user.is_authenticated:
            return of_this_address()
        if user.token:
            return f"token:{user.token.pk}", settings.API_RATE
        return f"person:{user.pk}", settings.API_RATE_FOR_PEOPLE
