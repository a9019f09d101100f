"""Registering over the API with generated bodies, good and bad, as staff with a session (a token registers nobody)."""

import pytest
from django.conf import settings as portal
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from tests import factories
from tests.config.test_api_fuzz import CHECKS, _one_connection, operations  # noqa: F401 - a fixture that acts by itself
from tests.volunteers.joining import texts
from volunteers.models import Volunteer

CSRF = "a" * 32
(REGISTER,) = [operation for operation in operations() if operation.path.endswith("/volunteers/register/")]


@pytest.fixture
def cookies(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    texts()
    client = Client()
    client.force_login(factories.logger(factories.CountyFactory(code="500153")))
    return {portal.SESSION_COOKIE_NAME: client.cookies[portal.SESSION_COOKIE_NAME].value, portal.CSRF_COOKIE_NAME: CSRF}


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_is_sent_is_answered_as_the_document_says(cookies, mode, monkeypatch):
    monkeypatch.setattr("accounts.throttles.CallerThrottle.allow_request", lambda *_words: True)
    seen = set()

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=REGISTER.as_strategy(generation_mode=mode))
    def ask(case):
        case.cookies, case.headers = cookies, {**case.headers, "X-CSRFToken": CSRF}
        case.headers.pop("Authorization", None)
        response = case.call()
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    assert 400 in seen
    assert 401 not in seen
    assert Volunteer.objects.count() <= 60
