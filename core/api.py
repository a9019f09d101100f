"""What every API shares: refusals with codes, lists that refuse unknown parameters, keys of requests, files of rows."""

import uuid

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core import exports, request_id
from core.errors import all_codes
from core.filters import check_known

# A refusal with one of these codes is a conflict with what somebody else did meanwhile.
CONFLICTS = frozenset({"stale"})


def exception_handler(exc, context):
    """``{"errors": [{"code", "field", "message"}], "request_id"}`` for every refusal."""
    exc = _as_api_exception(exc)
    if isinstance(exc, DjangoValidationError):
        errors, headers = list(_django_errors(exc)), {}
        status = 409 if CONFLICTS & {error["code"] for error in errors} else 400
    else:
        response = drf_exception_handler(exc, context)
        if response is None:
            return None
        errors, status, headers = list(_drf_errors(exc.get_full_details())), response.status_code, response.headers
    errors = [
        {
            "code": _explained(error["code"]),
            "field": _printable(error["field"]),
            "message": _printable(error["message"]),
        }
        for error in errors
    ]
    return Response({"errors": errors, "request_id": request_id.current.get()}, status=status, headers=dict(headers))


def _as_api_exception(exc):
    """What Django and Python raise, as what DRF knows."""
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RecursionError):  # a body of thousands of brackets
        return exceptions.ParseError()
    return exc


def _explained(code):
    """Codes of DRF's own checks that no page explains are "invalid": the message says the rest."""
    return code if code in all_codes() else "invalid"


def _printable(text):
    """Half a character (a lone surrogate) may come in as JSON and cannot go out as UTF-8."""
    return None if text is None else str(text).encode("utf-8", "replace").decode()


def _django_errors(exc):
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.error_list}
    for field, problems in by_field.items():
        for problem in problems:
            for message in problem.messages:
                yield {
                    "code": problem.code or "invalid",
                    "field": None if field == NON_FIELD_ERRORS else field,
                    "message": message,
                }


def _drf_errors(details, field=None):
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {"code": details["code"], "field": field, "message": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            path = None if name in {"non_field_errors", "detail"} else (f"{field}.{name}" if field else str(name))
            yield from _drf_errors(inner, path)
    elif isinstance(details, list):
        for place, inner in enumerate(details):
            simple = isinstance(inner, dict) and set(inner) == {"message", "code"}
            yield from _drf_errors(inner, field if simple or field is None else f"{field}.{place}")


class KnownParametersMixin:
    """A list that answers 400 to a parameter it does not know, instead of silently showing everything.

    Beside its filters it knows ``other_parameters``; an action in ``action_parameters`` knows those instead.
    """

    other_parameters = frozenset({"cursor", "size"})
    action_parameters: dict[str, frozenset[str]] = {}

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.detail or request.method not in {"GET", "HEAD"}:
            return
        filterset = getattr(self, "filterset_class", None)
        known = self.action_parameters.get(self.action, self.other_parameters)
        check_known(request.query_params, known | set(filterset.base_filters if filterset else ()))


class AnyAccept(DefaultContentNegotiation):
    """For files: ``?format=`` says what is sent, whatever the client accepts."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


def key_parameter(description):
    """The header in which a sender says that two requests are one."""
    shape = {"type": "string", "format": "uuid"}
    return OpenApiParameter("Idempotency-Key", shape, OpenApiParameter.HEADER, description=description)


def form_key(request):
    """The UUID of the request's Idempotency-Key, None without one; ValidationError (``bad_key``) for anything else."""
    given = request.headers.get("Idempotency-Key", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError as error:
        raise DjangoValidationError(_("An Idempotency-Key is a UUID."), code="bad_key") from error


def export_schema(summary):
    """How an action that answers with ``export_of`` stands in the document."""
    return extend_schema(
        summary=summary,
        description="At most 100,000 rows. In CSV a cell that a spreadsheet program would run has an apostrophe in "
        "front; XLSX has a second sheet that says what each column means and how the file was filtered.",
        parameters=[OpenApiParameter("format", str, enum=exports.FORMATS, default="csv")],
        responses={(200, exports.CSV_TYPE.split(";")[0]): bytes, (200, exports.XLSX_TYPE): bytes},
        filters=True,
    )


def export_of(request, filters, table_of, description_of):
    """All rows of a filter set as the file that ``?format=`` asks for; ValidationError where a filter is wrong."""
    file_format = exports.check_format(request.query_params.get("format", "csv"))
    if not filters.is_valid():
        raise DjangoValidationError(filters.errors.as_data())
    table = table_of(filters.qs, actor=request.user, description=description_of(filters))
    return exports.answer(table, file_format)
