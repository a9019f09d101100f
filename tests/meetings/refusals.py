"""What was refused, by its code; shared by the tests of services and of the API."""

import pytest
from django.core.exceptions import ValidationError


def refused(call, *arguments, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as error:
        call(*arguments, **given)
    return code_of(error)


def code_of(refused):
    """Of what ``pytest.raises`` caught, the first one, by field or not."""
    error = refused.value
    problems = next(iter(error.error_dict.values())) if hasattr(error, "error_dict") else error.error_list
    return problems[0].code


def field_of(refused):
    return next(iter(refused.value.error_dict))


def codes(response):
    """Of an answer of the API."""
    return [error["code"] for error in response.json()["errors"]]
