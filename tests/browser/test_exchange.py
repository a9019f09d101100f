"""What offices see of the exchange, with rows in it: webhooks, transfers, deliveries, corrections."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role
from tests import factories
from tests.browser.conftest import check_page
from tests.browser.test_volunteers import shot
from tests.volunteers.factories import LikelyDuplicateFactory, VolunteerFactory, resident_number
from tests.volunteers.feeding import TransferFactory, WebhookDeliveryFactory, WebhookFactory
from tests.volunteers.registry_world import counties, platforms
from volunteers.choices import TransferKind
from volunteers.models import Delivery
from volunteers.services.correcting import ask_correction

MANY = {"created": 412_873, "linked": 52_310, "updated": 18_004, "unchanged": 510_220, "refused": 6_593}
REASONS = {"document_check_wrong": 4_120, "name_differs": 1_873, "guardian_missing": 588, "home_unknown": 12}


@pytest.fixture
def world(transactional_db):
    return counties() | platforms()


@pytest.fixture
def look(sign_in):
    """``look(person, address, name)``: the page is as it should be, wide and narrow."""

    def see(person, address, name):
        window = sign_in(person)
        assert window.goto(address).status == 200, address
        check_page(window)
        shot(window, f"exchange-{name}")

    return see


def test_webhooks_and_their_messages(world, look):
    long = WebhookFactory(
        platform=world["jinbu"], address="https://volunteers.wenming-jinbu.example.org/portal/hooks/changes/v2/receive"
    )
    WebhookFactory(platform=world["xingrong"], active=False, told_of=["begun_anew"])
    now = timezone.now()
    WebhookDeliveryFactory(webhook=long, attempts=3, next_at=now + dt.timedelta(minutes=8), fault="the answer was 503")
    WebhookDeliveryFactory(
        webhook=long, state="given_up", next_at=None, attempts=12, fault="the connection failed: ConnectionRefusedError"
    )
    WebhookDeliveryFactory(webhook=long, state="sent", next_at=None, sent_at=now, attempts=1, more=True)
    keeper = factories.person(Role.SECURITY_ADMINISTRATOR)
    look(keeper, "/volunteers/webhooks/", "webhooks")
    look(keeper, long.get_absolute_url(), "webhook")
    look(keeper, f"{long.get_absolute_url()}edit/", "webhook-edit")


def test_transfers(world, look):
    office = factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())
    TransferFactory(user=office, from_province=factories.sichuan(), to_province=factories.chongqing(), people=50)
    TransferFactory(
        platform=world["xingrong"],
        user=None,
        kind=TransferKind.FEED,
        people=48_212,
        what="志愿者编号、姓名、区县",
    )
    TransferFactory(platform=world["jinbu"], kind=TransferKind.EXPORT, from_province=factories.sichuan(),
                    to_province=factories.chongqing(), what="志愿者名册：法律调解，隆昌市，2025年3月登记")  # fmt: skip
    look(office, "/volunteers/transfers/", "transfers")


def test_deliveries_and_platforms(world, look):
    Delivery.objects.create(platform=world["jinbu"], rows=1_000_000, totals=MANY, codes=REASONS)
    Delivery.objects.create(platform=world["xingrong"], rows=2, totals={"created": 2})
    office = factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())
    look(office, "/volunteers/platforms/deliveries/", "deliveries")
    look(office, "/volunteers/platforms/", "platforms")


def test_corrections(world, look):
    asked = [asks(world["own"], serial) for serial in (6_901, 6_902, 6_903)]
    asked[1].pair = LikelyDuplicateFactory(first=asked[1].volunteer, second=VolunteerFactory(home=world["own"]))
    asked[1].save(update_fields=["pair"])
    reviewer = factories.reviewer(world["own"])
    look(reviewer, "/volunteers/corrections/", "corrections")
    look(reviewer, asked[0].get_absolute_url(), "correction")
    look(reviewer, asked[1].get_absolute_url(), "correction-of-a-pair")


def asks(home, serial):
    volunteer = VolunteerFactory(home=home, user=factories.UserFactory())
    return ask_correction(
        actor=volunteer.user, volunteer=volunteer, name="欧阳·阿卜杜热合曼·买买提", document_kind="",
        document=resident_number(serial, dt.date(1991, 2, 3)), birth_date=None, note="换发身份证时更正了姓名",
    )  # fmt: skip
