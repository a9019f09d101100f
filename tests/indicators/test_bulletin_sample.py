"""The demo's bulletins, from the sample people alone."""

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Bulletin
from tests.indicators.bulletin_world import offices

pytestmark = pytest.mark.django_db


def test_years_are_issued_once_and_the_last_periods_wait():
    offices()
    call_command("load_bulletins_sample", verbosity=0)
    issued = Bulletin.objects.get(period="2024")
    assert (issued.state, issued.number) == ("issued", 1)
    count = Bulletin.objects.count()
    assert Bulletin.objects.filter(state="draft").exists()
    call_command("load_bulletins_sample", verbosity=0)
    assert Bulletin.objects.count() == count
    assert Bulletin.objects.get(period="2024").version == issued.version


def test_production_has_none_of_them(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_bulletins_sample", verbosity=0)
