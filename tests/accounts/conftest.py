import pytest
from django.utils.translation import gettext_lazy as _

from accounts import notices


@pytest.fixture
def kinds(monkeypatch):
    """Kinds of notices of these tests, beside those of the apps."""
    monkeypatch.setattr(notices, "_kinds", dict(notices._kinds))
    sentence = _("%(post)s, from %(since)s.")  # one that is translated
    notices.register("told", _("Notices"), sentence, {"post": notices.plain, "since": notices.day})
    notices.register(
        "shown", "Shown only", "%(count)s at %(when)s", {"count": notices.number, "when": notices.moment}, mailed=False
    )
