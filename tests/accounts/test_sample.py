import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ApiToken, PostHolding, User
from accounts.models.post import SEPARATED_ROLES
from accounts.services import sample
from accounts.services.tokens import use_token
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def regions():
    for code, _name in sample.COUNTIES.values():
        factories.CountyFactory(
            code=code, province=factories.chongqing() if code.startswith("50") else factories.sichuan()
        )


def run(command):
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("regions")
def test_sample_people_are_made_once(client):
    assert "23 sample people made" in run("load_people")
    secret = sample.token_file().read_text().strip()
    assert "0 sample people made" in run("load_people")
    assert (User.objects.count(), PostHolding.objects.count(), ApiToken.objects.count()) == (23, 23, 1)
    assert sample.token_file().read_text().strip() == secret
    assert sample.token_file().stat().st_mode & 0o077 == 0
    assert use_token(secret=secret, address="127.0.0.1").user.username == "rongchang.exchange"
    assert client.login(username="rongchang.logger", password=sample.PASSWORD)


@pytest.mark.usefixtures("regions")
def test_a_lost_token_file_gives_a_new_token_and_revokes_the_old():
    run("load_people")
    old = sample.token_file().read_text().strip()
    sample.token_file().unlink()
    run("load_people")
    assert sample.token_file().read_text().strip() != old
    assert ApiToken.objects.filter(revoked_at=None).count() == 1


@pytest.mark.usefixtures("regions")
def test_the_three_administrators_are_three_people():
    run("load_people")
    holders = PostHolding.objects.filter(post__role__in=SEPARATED_ROLES).values_list("user", flat=True)
    assert len(set(holders)) == 3


@pytest.mark.usefixtures("regions")
def test_the_accounts_are_printed_with_password_and_post():
    run("load_people")
    text = run("sample_accounts")
    assert len(text.splitlines()) == 24
    assert f"rongchang.logger    {sample.PASSWORD}" in text


def test_without_regions_nothing_is_made():
    with pytest.raises(CommandError, match="load_corridor"):
        run("load_people")
    assert not User.objects.exists()


@pytest.mark.parametrize("command", ["load_people", "sample_accounts"])
def test_production_refuses(command, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        run(command)
