import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from core import addresses

MINUTE = 60


class CallerThrottle(BaseThrottle):
    """So many requests in a clock minute for each token and for each person, counted by Redis in one step."""

    waiting = 0

    def allow_request(self, request, view):
        now = int(time.time())
        who, rate = self._caller(request)
        key = f"api-rate:{who}:{now // MINUTE}"
        cache.add(key, 0, timeout=2 * MINUTE)
        self.waiting = MINUTE - now % MINUTE
        return cache.incr(key) <= rate

    def wait(self):
        return self.waiting

    def _caller(self, request):
        user = request.user
        if not user.is_authenticated:
            return f"address:{addresses.current.get()}", settings.API_RATE_FOR_PEOPLE
        if user.token:
            return f"token:{user.token.pk}", settings.API_RATE
        return f"person:{user.pk}", settings.API_RATE_FOR_PEOPLE
