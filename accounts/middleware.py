"""What each request of a signed-in person passes: idle time, age of the password, second factor, history."""

import time
from urllib.parse import urlencode, urlsplit

import pghistory
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.passwords import must_change
from accounts.permissions import needs_second_factor
from accounts.services.sessions import note_activity
from core import request_id

STAMP = "last_act"
STAMP_SECONDS = 60
SECOND_FACTOR_SEEN = "second_factor_seen"
# Where somebody may go whose password is too old or who has no second factor yet.
ALWAYS_OPEN = frozenset(
    {"account_logout", "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "set_language"}
    | {"large_mode", "session_extend", "session_expired", "mfa_activate_totp", "mfa_view_recovery_codes"}
)


class HistoryContextMiddleware:
    """Say in the history who made a change and in which request. TokenAuthentication says it for tokens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk, request=request_id.current.get()):
            return self.get_response(request)


class SignedInMiddleware:
    """Base: ``check`` sees each request of a signed-in person before its view, and may answer instead."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated:
            return self.check(request, request.resolver_match.url_name or "")
        return None

    def check(self, request, name):
        raise NotImplementedError

    def refuse(self, request, *, code, message, to):
        """An API call is told; a page leads to where the matter is put right."""
        if request.path.startswith("/api/"):
            error = {"code": code, "field": None, "message": message}
            return JsonResponse({"errors": [error], "request_id": request_id.current.get()}, status=403)
        messages.warning(request, message)
        return HttpResponseRedirect(reverse(to))


class IdleTimeoutMiddleware(SignedInMiddleware):
    """End a session that nobody has used for IDLE_SECONDS.

    The stamp is written at most once a minute, so a session may live that minute longer. A request that the page makes
    by itself (polling) says so with the header X-Background and does not count.
    """

    def check(self, request, name):
        if name == "session_expired":
            return None
        now = int(time.time())
        stamp = request.session.get(STAMP, now)
        if now - stamp > settings.IDLE_SECONDS + STAMP_SECONDS:
            return self.end(request)
        if "X-Background" not in request.headers and (STAMP not in request.session or now - stamp >= STAMP_SECONDS):
            touch(request)
        return None

    def end(self, request):
        request.ended_by_idle_time = True
        logout(request)
        if request.path.startswith("/api/"):
            return None  # the API answers 401 by itself
        back = request.get_full_path() if request.method == "GET" else urlsplit(request.headers.get("Referer", "")).path
        return HttpResponseRedirect(sign_in_again(back))


def touch(request):
    """Somebody is there: the session's idle time starts anew."""
    request.session[STAMP] = int(time.time())
    note_activity(session_key=request.session.session_key)


def sign_in_again(back):
    """The sign-in page that says why, and leads back afterwards."""
    return f"{reverse('account_login')}?{urlencode({'ended': 'idle', 'next': back or '/'})}"


class PasswordAgeMiddleware(SignedInMiddleware):
    """A password older than allowed is changed before anything else."""

    def check(self, request, name):
        if name in ALWAYS_OPEN or not must_change(request.user):
            return None
        message = _("Your password is older than %(days)d days, or was set for you. Set a new one to go on.")
        message %= {"days": settings.PASSWORD_DAYS}
        return self.refuse(request, code="password_expired", message=message, to="account_change_password")


class SecondFactorMiddleware(SignedInMiddleware):
    """Who holds a back-office post sets up a second factor before anything else. API tokens are not sessions."""

    def check(self, request, name):
        if name in ALWAYS_OPEN or request.session.get(SECOND_FACTOR_SEEN) or not needs_second_factor(request.user):
            return None
        if is_mfa_enabled(request.user):
            request.session[SECOND_FACTOR_SEEN] = True
            return None
        message = _("Your post needs a second factor. Set it up here to go on.")
        return self.refuse(request, code="second_factor_required", message=message, to="mfa_activate_totp")
