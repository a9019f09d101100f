"""What every API answer shares: refusals with codes, and lists that refuse parameters they do not know."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core import request_id
from core.filters import check_known


def exception_handler(exc, context):
    """``{"errors": [{"code", "field", "message"}], "request_id"}`` for every refusal."""
    if isinstance(exc, DjangoValidationError):
        errors, status, headers = list(_django_errors(exc)), 400, {}
    else:
        response = drf_exception_handler(exc, context)
        if response is None:
            return None
        errors = list(_drf_errors(exc.get_full_details())) if isinstance(exc, exceptions.APIException) else []
        errors = errors or [{"code": "not_found", "field": None, "message": str(response.data.get("detail", ""))}]
        status, headers = response.status_code, dict(response.headers)
    return Response({"errors": errors, "request_id": request_id.current.get()}, status=status, headers=headers)


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
    """A list that answers 400 to a parameter it does not know, instead of silently showing everything."""

    other_parameters = frozenset({"cursor", "size"})

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.detail or request.method not in {"GET", "HEAD"}:
            return
        filterset = getattr(self, "filterset_class", None)
        known = self.other_parameters | set(filterset.base_filters if filterset else ())
        check_known(request.query_params, known)
