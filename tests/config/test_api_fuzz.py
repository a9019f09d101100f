"""Every operation of the API document is asked with generated requests, good and bad, as somebody with every right.

No answer may be a server error, and every answer has a status, a content type and a shape that the document names.
"""

import datetime as dt

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import Notice, Role
from accounts.services import tokens
from activities.models import Activity, Brand, TeamMember, WorkAuthor
from belts.models import Unit
from config.wsgi import application
from indicators.models import Bulletin, DataSet, Indicator, Report, SavedView
from meetings.models import (
    AgendaItem,
    Attendee,
    ColourPolicy,
    Evidence,
    Handover,
    Invitation,
    JointMeeting,
    ListEntry,
    Minutes,
    Paper,
    Resolution,
)
from meetings.services.evidence import add_evidence
from tests import factories
from tests.indicators.bulletin_world import bulletin
from tests.venues.lending import LibraryFactory
from tests.volunteers.factories import LikelyDuplicateFactory
from tests.volunteers.feeding import WebhookDeliveryFactory
from venues.models import Booking, BookingSeries, Library, Venue
from volunteers.models import Correction, Delivery, LikelyDuplicate, WebhookDelivery
from volunteers.services.correcting import ask_correction
from volunteers.services.feed import ensure_feed_epoch

# Rows that the fixture makes; requests ask for these, but for reading in bad form, which asks for anything.
KEYS = {
    "agenda-items": lambda: {"id": AgendaItem.objects.latest("pk").pk},
    "calendar": lambda: {"year": 2027},
    "handovers": lambda: {"id": Handover.objects.latest("pk").pk},
    "list-entries": lambda: {"id": ListEntry.objects.latest("pk").pk},
    "papers": lambda: {"id": Paper.objects.latest("pk").pk},
    "activities": lambda: {"id": Activity.objects.latest("pk").pk},
    "belts": lambda: {"id": "south"},
    "booking-series": lambda: {"id": BookingSeries.objects.latest("pk").pk},
    "data-sets": lambda: {"code": "tourism", "period": "2025-Q1"},
    "indicators": lambda: {"code": "visitors"},
    "reports": lambda: {"id": Report.objects.latest("pk").pk},
    "bookings": lambda: {"id": Booking.objects.latest("pk").pk},
    "brands": lambda: {"id": Brand.objects.latest("pk").pk},
    "bulletins": lambda: {"id": Bulletin.objects.latest("pk").pk},
    "evidence": lambda: {"id": (key := Evidence.objects.latest("pk").pk), "pk": key},
    "notices": lambda: {"id": Notice.objects.latest("pk").pk},
    "bodies": lambda: {"id": "south", "code": "south"},
    "meetings": lambda: {"id": JointMeeting.objects.latest("pk").pk},
    "libraries": lambda: {"id": Library.objects.latest("pk").pk},
    "resolutions": lambda: {"id": Resolution.objects.latest("pk").pk},
    "regions": lambda: {"code": "500153"},
    "statistics": lambda: {"id": SavedView.objects.latest("pk").pk},
    "teams": lambda: {"id": (member := TeamMember.objects.latest("pk")).team_id, "member": member.pk},
    "units": lambda: {"id": Unit.objects.latest("pk").pk},
    "venues": lambda: {"id": (key := Venue.objects.latest("pk").pk), "pk": key},
    "invitations": lambda: {"id": Invitation.objects.latest("pk").pk},
    "attendance": lambda: {"id": Attendee.objects.latest("pk").pk},
    "minutes": lambda: {"id": Minutes.objects.latest("pk").pk},
    "volunteers": lambda: {"volunteer_no": LikelyDuplicate.objects.get().first.volunteer_no},
    "volunteer-corrections": lambda: {"id": Correction.objects.latest("pk").pk},
    "me": lambda: {"purpose": "share"},
    "volunteer-pairs": lambda: {"id": LikelyDuplicate.objects.get().pk},
    "volunteer-deliveries": lambda: {"id": Delivery.objects.latest("pk").pk},
    "webhook-deliveries": lambda: {"id": WebhookDelivery.objects.latest("pk").pk},
    "works": lambda: {"id": (author := WorkAuthor.objects.latest("pk")).work_id, "author": author.pk},
}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 6}


def operations():
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def _one_connection():
    """The application answers in this thread and in the test's transaction: it must not hang up in between."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def report_of(county, person):
    """A figure of a quarter, in a data set that asks for it."""
    since = dt.date(2024, 6, 1)
    tourism = DataSet.objects.create(
        code="tourism", name="文旅季报", frequency="quarter", level="county", due_days=10, since=since
    )
    visitors = Indicator.objects.create(
        code="visitors", name="游客人次", data_set=tourism, unit="人次", aggregation="sum", source="测试", since=since
    )
    quarter = {"period": "2025-Q1", "first": dt.date(2025, 1, 1), "last": dt.date(2025, 3, 31)}
    Report.objects.create(
        indicator=visitors, region=county, due_on=dt.date(2025, 4, 15), value=100, source="台账",
        measured_on=quarter["last"], typed_by=person, **quarter,
    )  # fmt: skip


@pytest.fixture
def headers(settings):
    """A token whose account logs and verifies for a county with rows of every kind."""
    settings.SECOND_FACTOR_REQUIRED = False
    county = factories.CountyFactory(code="500153")
    system = factories.person(Role.API_CLIENT, county)
    for role in (Role.COUNTY_REVIEWER, Role.CORRIDOR_OFFICE):
        region = county if role == Role.COUNTY_REVIEWER else None
        factories.person(role, region).holdings.get().post.holdings.create(user=system, since=dt.date(2020, 1, 1))
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south"), region=county)
    factories.ActivityFactory(lead=county, with_teams=[factories.TeamMemberFactory(team__home_region=county).team])
    factories.ActivityFactory(lead=county, verified=True)
    factories.WorkAuthorFactory(work__home_region=county)
    factories.BrandFactory(home_region=county)
    bulletin("2025-03")
    series = factories.BookingSeriesFactory(created_by=system)
    factories.BookingFactory(venue__region=county, borrower_region=county, series=series)
    factories.UnitFactory(region=county)
    factories.NoticeFactory(user=system)
    LibraryFactory(region=county)
    report_of(county, system)
    pair = LikelyDuplicateFactory(first__home=county, second__home=county)
    ask_correction(actor=None, volunteer=pair.first, name="样例改名", document_kind="", document="", birth_date=None)
    ColourPolicy.objects.create()
    SavedView.objects.create(owner=system, title="lectures", query="measures=lectures")
    told = WebhookDeliveryFactory(webhook__platform__client=system)
    Delivery.objects.create(platform=told.webhook.platform, rows=0)
    ensure_feed_epoch()
    meeting = factories.MeetingFactory(body__belt__code="south", host=county)
    factories.AttendeeFactory(invitation__meeting=meeting, invitation__region=county)
    past = timezone.now() - dt.timedelta(days=1)
    drafted = factories.MeetingFactory(body=meeting.body, host=county, state="minutes_drafted", starts_at=past)
    factories.MinutesFactory(meeting=drafted, circulated_at=past)
    factories.PaperFactory(meeting=meeting, item=factories.AgendaItemFactory(meeting=meeting))
    factories.ListEntryFactory(body=meeting.body, region=county)
    factories.HandoverFactory(term__belt=meeting.body.belt, term__region=county)
    add_evidence(
        actor=system,
        resolution=factories.ResolutionFactory(lead=county),
        upload=SimpleUploadedFile("纪要.pdf", b"%PDF-1.7"),
    )
    _token, secret = tokens.issue_token(
        actor=factories.person(Role.SECURITY_ADMINISTRATOR),
        user=system,
        purpose="fuzz",
        places=[],
        whole_corridor=True,
        expires_at=timezone.now() + dt.timedelta(days=1),
        may_write=True,
    )
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.django_db
@pytest.mark.parametrize("mode", EXAMPLES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_an_operation_answers_as_the_document_says(operation, mode, headers, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.allow_request", lambda *_arguments: True)

    chosen = {}
    if "{" in operation.path and (mode == GenerationMode.POSITIVE or operation.method != "get"):
        chosen = KEYS[operation.path.split("/")[3]]()
        chosen = {name: key for name, key in chosen.items() if f"{{{name}}}" in operation.path}

    @settings(
        max_examples=EXAMPLES[mode],
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=chosen or None))
    def ask(case):
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()
