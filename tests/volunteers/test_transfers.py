import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from accounts.models import AuditEntry, Role
from core import request_id
from tests import factories
from tests.volunteers.feeding import TransferFactory
from volunteers.choices import TransferKind
from volunteers.models import Platform, Transfer
from volunteers.services.transfers import record_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def office():
    return factories.person(Role.PROVINCIAL_OFFICE, factories.sichuan())


def record(**given):
    fields = {
        "kind": TransferKind.PAGE,
        "user": factories.person(),
        "from_province": "500000",
        "to_province": "510000",
        "what": "roll",
        "people": 2,
        "basis": "consent to share",
    }
    return record_transfer(**(fields | given))


def provinces():
    return factories.chongqing(), factories.sichuan()


def test_what_goes_across_is_written_with_the_request():
    provinces()
    mark = request_id.current.set("a-request-of-mine")
    try:
        transfer = record()
    finally:
        request_id.current.reset(mark)
    kept = Transfer.objects.get()
    assert kept == transfer
    assert (kept.from_province_id, kept.to_province_id, kept.people) == ("500000", "510000", 2)
    assert kept.request_id == "a-request-of-mine"


def test_regions_stand_for_their_province():
    county = factories.CountyFactory(code="511083", province=factories.sichuan())
    assert record(from_province=factories.chongqing(), to_province=county).to_province_id == "510000"
    assert record(from_province=factories.sichuan(), to_province=county) is None


def test_nothing_is_written_of_what_stays_or_is_about_nobody():
    provinces()
    assert record(to_province="500000") is None
    assert record(people=0) is None
    assert not Transfer.objects.exists()


def test_somebody_got_it():
    provinces()
    with pytest.raises(ValidationError, match="names the platform or the person"):
        record(user=None)


def test_the_log_only_grows_and_the_database_knows_what_a_transfer_is():
    transfer = TransferFactory()
    for change in (lambda: Transfer.objects.update(people=1), transfer.delete):
        with pytest.raises(InternalError, match="keeps its rows"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError, match="transfer_goes_across"), transaction.atomic():
        TransferFactory(to_province=factories.chongqing())


def test_offices_and_the_auditor_read_all_and_a_platform_its_own(office):
    mine = Platform.objects.create(code="mine", name="我方", rank=7, client=factories.person(Role.API_CLIENT))
    own = TransferFactory(platform=mine, user=None)
    TransferFactory()
    corridor, auditor = factories.person(Role.CORRIDOR_OFFICE), factories.person(Role.AUDITOR)
    for reader in (office, corridor, auditor):
        assert Transfer.objects.visible_to(reader).count() == 2
    assert list(Transfer.objects.visible_to(mine.client)) == [own]
    logger = factories.logger(factories.CountyFactory())
    assert not Transfer.objects.visible_to(logger).exists()


def test_the_page_filters_by_period_platform_direction_and_way(client, office):
    client.force_login(office)
    mine = Platform.objects.create(code="mine", name="我方平台", rank=7)
    TransferFactory(platform=mine, kind=TransferKind.FEED, basis="first")
    TransferFactory(from_province=factories.sichuan(), to_province=factories.chongqing(), basis="second")
    page = reverse("volunteers:transfers")

    def shown(query):
        text = client.get(page + query).content.decode()
        return [basis for basis in ("first", "second") if f">{basis}<" in text]

    assert shown("") == ["first", "second"]
    assert shown("?platform=mine") == shown("?direction=to_sichuan") == shown("?kind=feed") == ["first"]
    assert shown("?direction=to_chongqing") == ["second"]
    assert shown("?from=2020-01-01&to=2020-12-31") == []
    assert shown("?platform=nobodys") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, office, rows, django_assert_num_queries):
    client.force_login(office)
    TransferFactory.create_batch(rows)
    client.get(reverse("volunteers:transfers"))
    with django_assert_num_queries(6):
        assert client.get(reverse("volunteers:transfers")).status_code == 200


def test_the_file_holds_what_the_page_shows_and_the_audit_says_so(client, office):
    client.force_login(office)
    TransferFactory(basis="first")
    TransferFactory(from_province=factories.sichuan(), to_province=factories.chongqing(), basis="second")
    answer = client.get(reverse("volunteers:transfer_export"), {"format": "csv", "direction": "to_sichuan"})
    text = b"".join(answer.streaming_content).decode()
    assert "first" in text
    assert "second" not in text
    assert AuditEntry.objects.filter(action="export").count() == 1
    back = client.get(reverse("volunteers:transfer_export"), {"format": "doc", "direction": "to_sichuan"})
    assert back.url == reverse("volunteers:transfers") + "?direction=to_sichuan"


def test_the_api_tells_the_same(client, office):
    client.force_login(office)
    TransferFactory(basis="first")
    body = client.get(reverse("api:transfer-list")).json()
    assert [row["basis"] for row in body["results"]] == ["first"]
    assert body["results"][0]["to_province"] == "510000"
    assert client.get(reverse("api:transfer-list"), {"direction": "up"}).status_code == 400
