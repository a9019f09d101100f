"""Big screens: the pages of those who make them, and what a screen shows at its secret address."""

import functools

import orjson
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from accounts.throttles import of_visitors_here, seconds_to_wait, too_often
from core.views import ServiceFormMixin
from indicators.forms.screens import ScreenForm
from indicators.models import Screen
from indicators.queries.screen_board import board_of
from indicators.queries.screen_data import data_of, etag_of, version_of
from indicators.queries.screen_places import Place, places_open_to
from indicators.services import screens as services

SCREEN_RATE = 240  # a display asks two to four times a minute, at most every five seconds; one address hangs on many


@require_safe
def screens(request):
    rows = Screen.objects.visible_to(request.user).select_related("belt", "province", "created_by", "revoked_by")
    places = places_open_to(request.user)
    if not places and not request.user.reach.sees_everything:
        raise Http404
    manageable = set(Screen.objects.manageable_by(request.user).usable().values_list("pk", flat=True))
    context = {"screens": rows, "may_make": bool(places), "manageable": manageable}
    return render(request, "indicators/screens.html", context)


class ScreenCreateView(ServiceFormMixin, FormView):
    form_class = ScreenForm
    template_name = "indicators/screen_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not places_open_to(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def perform(self, data):
        return services.make_screen(actor=self.request.user, **data)

    def form_done(self):
        return _issued(self.request, *self.object)


@require_POST
def renew(request, pk):
    screen = get_object_or_404(Screen.objects.manageable_by(request.user).usable(), pk=pk)
    try:
        renewed = services.renew_screen(actor=request.user, screen=screen)
    except ValidationError as error:  # somebody else revoked it just now
        messages.error(request, " ".join(error.messages))
        return redirect("indicators:screens")
    return _issued(request, *renewed)


@require_POST
def revoke(request, pk):
    screen = get_object_or_404(Screen.objects.manageable_by(request.user), pk=pk)
    services.revoke_screen(actor=request.user, screen=screen)
    messages.success(request, _("The address is revoked. The screen goes dark within half a minute."))
    return redirect("indicators:screens")


def _issued(request, screen, secret):
    """The secret is in this answer and nowhere else."""
    url = settings.PUBLIC_ADDRESS + reverse("indicators:screen_show", args=[secret])
    response = render(request, "indicators/screen_issued.html", {"screen": screen, "url": url})
    response["Cache-Control"] = "no-store"
    return response


def at_secret_address(view):
    """For displays, which cannot sign in: the address is the key. No other host learns it, and no index."""

    @login_not_required
    @require_safe
    @functools.wraps(view)
    def shown(request, secret):
        wait = seconds_to_wait(*of_visitors_here("screens"))
        screen = None if wait else services.use_screen(secret=secret)
        if screen:
            wait = seconds_to_wait(f"screen:{screen.pk}", SCREEN_RATE)
        if wait:
            with override(screen.language if screen else get_language()):
                return too_often(request, wait, by_itself=True)
        if screen is None:
            raise Http404
        with override(screen.language):
            response = view(request, screen, secret)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return shown


@at_secret_address
def show(request, screen, secret):
    board = board_of(_place(screen))
    context = {
        "screen": screen,
        "board": board,
        "version": version_of(board),
        "year": board.sketch.day.year,
        "figures_url": reverse("indicators:screen_figures", args=[secret]),
        "worker_url": reverse("indicators:screen_worker", args=[secret]),
    }
    return render(request, "indicators/screen.html", context)


@at_secret_address
def figures(request, screen, secret):
    """What changed since the ETag that is sent back, or 304."""
    board = board_of(_place(screen))
    content = data_of(board)
    etag = etag_of(content)
    body = orjson.dumps({"as_of": timezone.localtime(board.as_of).isoformat(timespec="seconds"), **content})
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)


@at_secret_address
def worker(request, screen, secret):
    """The service worker, served here so that it reaches no further than this screen."""
    return HttpResponse(
        f'importScripts("{static("dist/screen-worker.js")}");\n', content_type="text/javascript; charset=utf-8"
    )


def _place(screen):
    return Place(belt=screen.belt, province=screen.province)
