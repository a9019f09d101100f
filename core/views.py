from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.views import SpectacularSwaggerView

from core import errors, panels, work
from core.context_processors import LARGE_MODE_COOKIE

ONE_DAY = 24 * 3600
ONE_YEAR = 365 * ONE_DAY


class ServiceFormMixin:
    """A form view whose valid data goes to one service; a broken rule returns to the form."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        try:
            self.object = self.perform(form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)
        return self.form_done()


class FragmentMixin:
    """Answer an htmx request with the fragment alone, anything else with the whole page."""

    def get_template_names(self):
        htmx = self.request.htmx
        fragment = htmx and not htmx.history_restore_request
        return [self.fragment_name if fragment else self.template_name]

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


def add_to_form(form, error):
    """Show a service's ValidationError on the form: by field where the form has it, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, problems in error.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)


def stored_file(stored, *, name, media_type):
    """A kept file, only ever as a download and under that name; 404 when it is not in the store.

    Read at once: what people send is small enough, and nobody has to close it.
    """
    try:
        with stored.open("rb") as kept:
            response = HttpResponse(kept.read(), content_type=media_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def shown_photo(stored, *, name):
    """A kept photo inside a page, for the reader's browser to keep a day; 404 when it is not in the store."""
    try:
        body = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(body, filename=name, content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={ONE_DAY}"
    return response


@require_safe
def home(request):
    """What waits for me today, then the panels of every app."""
    context = {
        "work_items": work.items_for(request.user),
        "head": panels.panels_for("home_head", request),
        "panels": panels.panels_for("home", request),
    }
    return render(request, "home.html", context)


@require_safe
def error_codes(request):
    """The page that explains every code an API answer or a form may carry."""
    return render(request, "error_codes.html", {"codes": sorted(errors.all_codes().items())})


@login_not_required
@require_POST
def set_large_mode(request):
    """Switch the large mode (长辈版) on or off for this browser, and go back."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    large = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(
        LARGE_MODE_COOKIE, large, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response


class ApiDocumentationView(SpectacularSwaggerView):
    """The browsable API document; the one page whose library needs inline code (see the content policy)."""

    schema = None  # a page, not a part of the API

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.needs_inline_code = True
        return response
