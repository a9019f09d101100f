import functools
import time

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from rest_framework.throttling import BaseThrottle

from core import addresses

MINUTE = 60
FEED_RATE = 30  # a calendar program asks a few times a day; somebody who tries it out, a few times a minute


def seconds_to_wait(caller, rate):
    """0 while ``caller`` made at most ``rate`` requests in this clock minute, counted by Redis in one step."""
    now = int(time.time())
    key = f"api-rate:{caller}:{now // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        made = cache.incr(key)
    except ValueError:  # somebody has emptied the cache between the two
        made = 1
    return 0 if made <= rate else MINUTE - now % MINUTE


def of_this_address():
    """Who asks without saying who it is."""
    return f"address:{addresses.current.get()}", settings.API_RATE_FOR_PEOPLE


def of_visitors_here(what):
    """Whoever reads from this address what nobody has to sign in to; each kind of page is counted by itself.

    An office, or all its displays, may stand behind one address: the rate is for all of them.
    """
    return f"{what}:address:{addresses.current.get()}", settings.VISITOR_RATE


def of_this_visitor(request, what):
    """Who is signed in is counted alone."""
    if request.user.is_authenticated:
        return f"{what}:person:{request.user.pk}", settings.VISITOR_RATE
    return of_visitors_here(what)


def too_often(request, wait, *, by_itself=False):
    """The page that says to come back after ``wait`` seconds; ``by_itself`` for a display that nobody stands at."""
    response = render(request, "accounts/too_often.html", status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    if by_itself:
        response["Refresh"] = str(wait)
    return response


def for_visitors(what):
    """A page that may be asked for so many times a minute by each visitor."""

    def limited(view):
        @functools.wraps(view)
        def counted(request, *args, **kwargs):
            wait = seconds_to_wait(*of_this_visitor(request, what))
            return too_often(request, wait) if wait else view(request, *args, **kwargs)

        return counted

    return limited


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
