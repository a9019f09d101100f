"""Answers to requests that no view could answer: a page for people, the usual body of a refusal for systems."""

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

API = "/api/"


def refusal(request, status, code, message):
    """The body that the API gives for every refusal (``core.api``)."""
    error = {"code": code, "field": None, "message": message}
    return JsonResponse({"errors": [error], "request_id": request.id}, status=status)


@requires_csrf_token
def bad_request(request, exception):
    """400, or 413 for what is larger than the portal reads."""
    if isinstance(exception, RequestDataTooBig):
        if request.path.startswith(API):
            return refusal(request, 413, "too_large", _("The request is larger than the portal accepts."))
        return render(request, "413.html", status=413)
    if request.path.startswith(API):
        return refusal(request, 400, "bad_request", str(exception) or _("The request cannot be used."))
    # Our own words explain; those of the framework are for programmers.
    reason = str(exception) if type(exception) is BadRequest else ""
    return render(request, "400.html", {"reason": reason}, status=400)


@requires_csrf_token
def forbidden(request, exception: PermissionDenied):
    if request.path.startswith(API):
        return refusal(request, 403, "permission_denied", _("You may not do this."))
    return defaults.permission_denied(request, exception)


@requires_csrf_token
def not_found(request, exception):
    if request.path.startswith(API):
        return refusal(request, 404, "not_found", _("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


@requires_csrf_token
def server_error(request):
    if request.path.startswith(API):
        return refusal(request, 500, "error", _("Something went wrong in the portal. Report the request id."))
    # Without the request: what fills ordinary pages may be what failed.
    page = get_template("500.html").render({"request_id": request.id})
    return HttpResponseServerError(page)
