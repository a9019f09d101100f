import pytest

from accounts.models import Role
from core import navigation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(monkeypatch):
    """A registry of this test's own."""
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("Codes", "error_codes", "/errors/", 90, roles=[Role.AUDITOR])
    navigation.register("Today", "home", "/", 10)
    navigation.register("Part", "large_mode", "/errors/part/", 95)


def labels(user, path="/"):
    return [(item.label, item.current) for item in navigation.items_for(user, path)]


@pytest.mark.usefixtures("entries")
def test_entries_stand_in_their_order_and_only_for_their_roles():
    assert labels(factories.person(Role.AUDITOR)) == [("Today", True), ("Codes", False), ("Part", False)]
    assert labels(factories.logger(factories.CountyFactory())) == [("Today", True), ("Part", False)]


@pytest.mark.usefixtures("entries")
def test_the_entry_with_the_longest_prefix_is_the_current_one():
    auditor = factories.person(Role.AUDITOR)
    assert [label for label, current in labels(auditor, "/errors/part/1/") if current] == ["Part"]
    assert [label for label, current in labels(auditor, "/errors/") if current] == ["Codes"]
    assert not [label for label, current in labels(auditor, "/elsewhere/") if current]
