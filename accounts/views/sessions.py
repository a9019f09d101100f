import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import STAMP, sign_in_again, touch
from accounts.services import sessions


@require_POST
def extend(request):
    """The button of the idle warning."""
    touch(request)
    return HttpResponse(status=204)


@login_not_required
@require_safe
def expired(request):
    """Where the page goes when its idle time is over: out, if no other window was used meanwhile."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    if request.user.is_authenticated:
        if time.time() - request.session.get(STAMP, 0) < settings.IDLE_SECONDS:
            return HttpResponseRedirect(back)
        request.ended_by_idle_time = True
        logout(request)
    return HttpResponseRedirect(sign_in_again(back))


@require_POST
def end(request, pk):
    """End one of my other sessions."""
    session = get_object_or_404(request.user.usersession_set, pk=pk)
    sessions.end_session(actor=request.user, session=session)
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")
