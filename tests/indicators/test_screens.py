"""Who makes big screens and revokes them, and what their pages say."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.services.feeds import digest_of
from belts.models import Belt, Region
from indicators.models import Screen
from indicators.queries.screen_places import places_open_to
from indicators.services import screens as services
from meetings.models import ConvenerTerm
from tests import factories
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def convener(places):
    """A logger of 荣昌, which convenes the southern belt this year."""
    plan = factories.RotationFactory(belt=Belt.objects.get(pk="south"))
    year = timezone.localdate().year
    factories.ConvenerTermFactory(belt=plan.belt, region=places["rongchang"], year=year)
    return factories.logger(places["rongchang"])


@pytest.fixture
def chongqing_office(places):
    return factories.person(Role.PROVINCIAL_OFFICE, Region.objects.get(pk="500000"))


def make(actor, place="corridor", **given):
    return services.make_screen(actor=actor, **({"title": "大厅", "place": place, "language": "zh-hans"} | given))


class TestMaking:
    def test_of_ones_own_place(self, places, convener, chongqing_office):
        assert set(places_open_to(office())) == {
            "corridor", "belt:south", "belt:central", "belt:north", "province:500000", "province:510000",
        }  # fmt: skip
        assert set(places_open_to(convener)) == {"belt:south"}
        assert set(places_open_to(chongqing_office)) == {"province:500000"}
        assert places_open_to(factories.logger(places["longchang"])) == {}

    def test_of_no_other(self, convener):
        for place in ("corridor", "belt:central", "province:500000", "nonsense", ""):
            with pytest.raises(ValidationError) as refused:
                make(convener, place)
            assert refused.value.error_dict["place"][0].code == "invalid_choice"

    def test_only_a_digest_is_kept_and_the_history_has_not_even_that(self, convener):
        screen, secret = make(convener, "belt:south")
        assert len(secret) == 43  # 256 bits
        assert (screen.digest, screen.belt_id, screen.created_by) == (digest_of(secret), "south", convener)
        kept = str(list(screen.events.values())) + str(Screen.objects.values())
        assert secret not in kept
        assert screen.digest not in str(list(screen.events.values()))

    def test_a_place_has_only_so_many(self, monkeypatch, places):
        monkeypatch.setattr(services, "MOST_SCREENS", 1)
        screen, _secret = make(office())
        with pytest.raises(ValidationError) as refused:
            make(office())
        assert refused.value.code == "too_many_screens"
        make(office(), "belt:south")
        services.revoke_screen(actor=office(), screen=screen)
        make(office())

    def test_without_a_name_it_is_refused(self, places):
        with pytest.raises(ValidationError):
            make(office(), title="")


class TestAnotherAddress:
    def test_the_one_before_does_not_exist_any_more(self, convener):
        screen, old = make(convener, "belt:south")
        assert services.use_screen(secret=old) == screen
        screen, new = services.renew_screen(actor=convener, screen=screen)
        assert services.use_screen(secret=old) is None
        assert services.use_screen(secret=new) == screen

    def test_not_for_a_revoked_one(self, convener):
        screen, secret = make(convener, "belt:south")
        screen = services.revoke_screen(actor=convener, screen=screen)
        first = screen.revoked_at
        assert screen.revoked_by == convener
        assert services.use_screen(secret=secret) is None
        assert services.revoke_screen(actor=office(), screen=screen).revoked_at == first
        with pytest.raises(ValidationError) as refused:
            services.renew_screen(actor=convener, screen=screen)
        assert refused.value.code == "screen_is_revoked"


def test_the_database_keeps_one_place_and_who_revoked(places):
    wrong = [{"belt_id": "south", "province_id": "500000"}, {"revoked_at": timezone.now()}]
    for given in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.ScreenFactory(**given)


def test_whoever_follows_in_the_belt_keeps_its_screens(places, convener):
    """The right goes with the term: the new convener revokes what the old one made, and the old one no longer."""
    screen, _secret = make(convener, "belt:south")
    follower = factories.logger(places["longchang"])
    assert not Screen.objects.manageable_by(follower).exists()
    ConvenerTerm.objects.update(region=places["longchang"])
    assert list(Screen.objects.manageable_by(follower)) == [screen]
    again = type(convener).objects.get(pk=convener.pk)
    assert not Screen.objects.manageable_by(again).exists()


class TestPages:
    @pytest.fixture
    def signed_in(self, client, convener):
        client.force_login(convener)
        return client

    def test_the_address_is_shown_once_and_works(self, signed_in):
        page = signed_in.get(reverse("indicators:screen_create"))
        assert [choice for choice, _label in page.context["form"].fields["place"].choices] == ["belt:south"]
        form = {"title": "荣昌大厅", "place": "belt:south", "language": "zh-hans"}
        answer = signed_in.post(reverse("indicators:screen_create"), form)
        assert answer.headers["Cache-Control"] == "no-store"
        url = answer.context["url"]
        assert url.startswith("http://localhost:8000/screens/show/")
        assert signed_in.get(url.removeprefix("http://localhost:8000")).status_code == 200
        listed = signed_in.get(reverse("indicators:screens")).content.decode()
        assert "荣昌大厅" in listed
        assert url.split("/")[-2] not in listed

    def test_the_page_of_the_belt_leads_to_them(self, client, signed_in, convener, places):
        make(convener, "belt:south")
        page = reverse("belts:belt", args=["south"])
        assert "1 screen shows this belt on a wall." in signed_in.get(page).content.decode()
        assert (
            reverse("indicators:screens") not in signed_in.get(reverse("belts:belt", args=["north"])).content.decode()
        )
        client.force_login(factories.logger(places["longchang"]))
        assert reverse("indicators:screens") not in client.get(page).content.decode()

    def test_another_address_and_revoking(self, signed_in, convener):
        screen, _secret = make(convener, "belt:south")
        answer = signed_in.post(reverse("indicators:screen_renew", args=[screen.pk]))
        assert "/screens/show/" in answer.context["url"]
        assert signed_in.post(reverse("indicators:screen_revoke", args=[screen.pk])).status_code == 302
        screen.refresh_from_db()
        assert screen.revoked_by == convener
        assert signed_in.post(reverse("indicators:screen_renew", args=[screen.pk])).status_code == 404

    def test_of_another_place_there_is_nothing(self, signed_in, places):
        screen, _secret = make(office(), "belt:central", title="安岳大厅")
        assert "安岳大厅" not in signed_in.get(reverse("indicators:screens")).content.decode()
        assert signed_in.post(reverse("indicators:screen_revoke", args=[screen.pk])).status_code == 404

    def test_the_auditor_reads_and_changes_nothing(self, client, places):
        screen, _secret = make(office(), title="走廊大厅")
        client.force_login(factories.person(Role.AUDITOR))
        page = client.get(reverse("indicators:screens")).content.decode()
        assert "走廊大厅" in page
        assert "Revoke" not in page
        assert client.post(reverse("indicators:screen_revoke", args=[screen.pk])).status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_takes_the_same_queries_for_more(self, client, places, number, django_assert_num_queries):
        someone = office()
        for _number in range(number):
            make(someone, "belt:south")
        client.force_login(someone)
        client.get(reverse("indicators:screens"))
        with django_assert_num_queries(8):
            client.get(reverse("indicators:screens"))
