import gettext
import uuid

import hypothesis
import pytest
from django.utils import translation

from core import messages

# No example of a property fails for being slow: the machine may be busy with something else.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_configure(config):
    """Tests read the sentences of the source; tests/browser asks in Chinese, from catalogs compiled for this run."""
    from django.conf import settings
    from django.test.signals import setting_changed

    settings.LANGUAGE_CODE = "en"
    if not hasattr(config, "workerinput"):  # once, not in each process of a parallel run
        messages.compile_all(messages.ROOT)
    # What was read before this is forgotten: by Python, which keeps each file, and by Django.
    gettext._translations.clear()
    setting_changed.send(sender=None, setting="LOCALE_PATHS", value=settings.LOCALE_PATHS, enter=True)


@pytest.fixture(autouse=True)
def _plain_world(settings, tmp_path):
    """No test writes files outside its own folder, mails anybody or waits for a slow password hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _own_language():
    """A page that one test asked for in Chinese leaves the thread in Chinese."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """Counters of one test (throttles, locks) do not count in another, also not in one that runs beside it."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}
