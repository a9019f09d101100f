"""One plain factory a model; ``person(...)`` makes somebody who holds a post."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import ApiToken, FeedAddress, Notice, Post, PostHolding, Role, User
from accounts.services.feeds import digest_of
from activities.models import (
    Activity,
    ActivityParty,
    Attachment,
    Brand,
    DuplicateCandidate,
    Kind,
    Task,
    Team,
    TeamMember,
    Work,
    WorkAuthor,
)
from belts.models import Belt, BeltMembership, BorderPair, Region, Unit
from core.models import ImportBatch, ImportRow
from indicators.models import Screen
from meetings.models import (
    AgendaItem,
    Attendee,
    Body,
    BodyMember,
    ConvenerTerm,
    Handover,
    Invitation,
    JointMeeting,
    ListEntry,
    Minutes,
    Paper,
    Resolution,
    ResolutionParty,
    Rotation,
    TurnChange,
)
from venues.models import Booking, BookingSeries, Closure, OpeningException, Venue, VenuePhoto

PASSWORD = "Corridor-2026!"
LONG_AGO = dt.date(2020, 1, 1)


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "500000"
    name = factory.LazyAttribute(lambda region: {"500000": "重庆市", "510000": "四川省"}.get(region.code, region.code))
    level = Region.Level.PROVINCE
    source = "test"


def chongqing():
    return ProvinceFactory(code="500000")


def sichuan():
    return ProvinceFactory(code="510000")


class CountyFactory(DjangoModelFactory):
    """A county of Chongqing unless ``province`` says otherwise."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    province = factory.LazyFunction(chongqing)
    code = factory.Sequence(lambda number: f"9{number:05d}")
    name = factory.LazyAttribute(lambda region: f"县{region.code}")
    level = Region.Level.COUNTY
    source = "test"


class BeltFactory(DjangoModelFactory):
    class Meta:
        model = Belt
        django_get_or_create = ("code",)

    code = factory.Sequence("belt-{}".format)
    name = factory.LazyAttribute(lambda belt: f"带 {belt.code}")
    zone = "zone"
    position = factory.Sequence(lambda number: number + 1)
    source = "test"


class BeltMembershipFactory(DjangoModelFactory):
    class Meta:
        model = BeltMembership

    belt = factory.SubFactory(BeltFactory)
    region = factory.SubFactory(CountyFactory)
    since = dt.date(2024, 6, 1)
    certainty = BeltMembership.Certainty.STATED
    evidence = "test"


class BorderPairFactory(DjangoModelFactory):
    class Meta:
        model = BorderPair

    chongqing = factory.SubFactory(CountyFactory)
    sichuan = factory.LazyFunction(lambda: CountyFactory(province=sichuan()))
    shared_kilometres = 10
    source = "test"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence("单位 {}".format)
    kind = Unit.Kind.PUBLICITY_DEPARTMENT
    region = factory.SubFactory(CountyFactory)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("person{}".format)
    name = factory.Sequence("样例人员{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)


def person(role=None, region=None, *, unit=None, since=LONG_AGO, until=None, **fields):
    """A user who holds a post with ``role`` at ``region``; without a role, somebody with no post."""
    user = UserFactory(**fields)
    if role:
        post, _made = Post.objects.get_or_create(role=role, region=region, unit=unit, title="")
        PostHolding.objects.create(post=post, user=user, since=since, until=until)
    return user


def logger(region, **fields):
    return person(Role.COUNTY_LOGGER, region, **fields)


def reviewer(region, **fields):
    return person(Role.COUNTY_REVIEWER, region, **fields)


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence("品牌 {}".format)
    since = dt.date(2024, 6, 1)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence("宣讲队 {}".format)
    kind = Team.Kind.FOLK
    home_region = factory.SubFactory(CountyFactory)
    since = dt.date(2024, 6, 1)


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence("队员 {}".format)
    home_region = factory.SubFactory(CountyFactory)
    since = dt.date(2024, 6, 1)


class WorkFactory(DjangoModelFactory):
    class Meta:
        model = Work

    title = factory.Sequence("作品 {}".format)
    kind = Work.Kind.SCRIPT
    home_region = factory.SubFactory(CountyFactory)
    since = dt.date(2024, 6, 1)


class WorkAuthorFactory(DjangoModelFactory):
    class Meta:
        model = WorkAuthor

    work = factory.SubFactory(WorkFactory)
    name = factory.Sequence("作者 {}".format)
    home_region = factory.SubFactory(CountyFactory)


class ActivityFactory(DjangoModelFactory):
    """A draft led by ``lead`` with ``partners``; ``verified=True`` makes it one that figures count."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    class Params:
        verified = factory.Trait(
            state=Activity.State.VERIFIED,
            verified_by=factory.SubFactory(UserFactory),
            verified_at=factory.Faker("date_time_between", start_date="-1y", tzinfo=dt.UTC),
        )

    title = factory.Sequence("联合活动 {}".format)
    kind = Kind.LECTURE
    task = Task.THEORY
    starts_on = dt.date(2025, 3, 1)
    ends_on = factory.SelfAttribute("starts_on")
    place = "文化广场"
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def lead(activity, create, region, **fields):
        region = region or CountyFactory()
        ActivityParty.objects.create(activity=activity, region=region, role=ActivityParty.Role.LEAD, **fields)

    @factory.post_generation
    def partners(activity, create, regions, **fields):
        for region in regions or []:
            ActivityParty.objects.create(activity=activity, region=region, role=ActivityParty.Role.PARTNER)

    @factory.post_generation
    def with_teams(activity, create, teams, **fields):
        activity.teams.set(teams or [])


class AttachmentFactory(DjangoModelFactory):
    """A one-pixel photo."""

    class Meta:
        model = Attachment

    activity = factory.SubFactory(ActivityFactory)
    kind = Attachment.Kind.PHOTO
    file = factory.django.ImageField(width=1, height=1, format="JPEG")
    thumbnail = factory.django.ImageField(width=1, height=1, format="JPEG")
    name = "照片.jpg"
    media_type = "image/jpeg"
    size = 1
    digest = factory.Sequence(lambda number: f"{number:064x}")
    likeness = factory.Sequence(lambda number: f"{number:016x}")
    created_by = factory.SubFactory(UserFactory)


class DuplicateCandidateFactory(DjangoModelFactory):
    class Meta:
        model = DuplicateCandidate

    first = factory.SubFactory(ActivityFactory, verified=True)
    second = factory.SubFactory(ActivityFactory, verified=True)
    score = 80


class ApiTokenFactory(DjangoModelFactory):
    """A token's row; ``accounts.services.tokens.issue_token`` gives one with its secret."""

    class Meta:
        model = ApiToken

    user = factory.LazyFunction(lambda: person(Role.API_CLIENT))
    prefix = factory.Sequence("cpc_{:08d}".format)
    digest = factory.Sequence("{:064d}".format)
    purpose = "exchange"
    whole_corridor = True
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=90))
    created_by = factory.LazyFunction(lambda: person(Role.SECURITY_ADMINISTRATOR))


class NoticeFactory(DjangoModelFactory):
    """A post that was given; ``accounts.services.notices.owe_notice`` owes one of any kind."""

    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "post_given"
    key = factory.Sequence("holding:{}".format)
    url = "/accounts/me/"
    params = factory.LazyFunction(lambda: {"post": ["county_logger", "荣昌区"], "since": "2026-03-08"})


class FeedAddressFactory(DjangoModelFactory):
    """An address by its secret; ``accounts.services.feeds.create_feed_address`` makes one of what there is to see."""

    class Meta:
        model = FeedAddress

    class Params:
        secret = factory.Sequence("secret-{}".format)

    user = factory.SubFactory(UserFactory)
    subject = "nothing"
    digest = factory.LazyAttribute(lambda address: digest_of(address.secret))


class ScreenFactory(DjangoModelFactory):
    """The corridor's screen at a secret address; ``indicators.services.screens.make_screen`` asks who may make it."""

    class Meta:
        model = Screen

    class Params:
        secret = factory.Sequence("screen-{}".format)

    title = "便民服务中心大厅"
    created_by = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda screen: digest_of(screen.secret))


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    kind = "activities"
    file = "imports/none.csv"
    file_name = "台账.csv"
    source = factory.Sequence("台账 {}".format)
    created_by = factory.SubFactory(UserFactory)


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda number: number + 2)
    cells = ["1", "联合宣讲"]
    verdict = "new"


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue
        skip_postgeneration_save = True

    name = factory.Sequence("阵地 {}".format)
    kind = "custom_hall"
    region = factory.LazyAttribute(lambda venue: venue.parent.region if venue.parent else CountyFactory())
    parent = None

    @factory.post_generation
    def _as_the_database_made_it(venue, create, _extracted, **_fields):
        venue.refresh_from_db(fields=["space", "part"])


class BookingFactory(DjangoModelFactory):
    """An hour in a venue, asked for by the venue's own county."""

    class Meta:
        model = Booking
        skip_postgeneration_save = True

    venue = factory.SubFactory(VenueFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda booking: booking.starts_at + dt.timedelta(hours=1))
    purpose = "activity"
    title = factory.Sequence("借用 {}".format)
    borrower_region = factory.SelfAttribute("venue.region")
    requested_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def _as_the_database_made_it(booking, create, _extracted, **_fields):
        booking.refresh_from_db(fields=["space", "during"])


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    venue = factory.SubFactory(VenueFactory)
    during = factory.LazyFunction(
        lambda: (timezone.now() + dt.timedelta(days=7), timezone.now() + dt.timedelta(days=8))
    )
    reason = "检修"
    created_by = factory.SubFactory(UserFactory)


class BookingSeriesFactory(DjangoModelFactory):
    """Every Friday for two months."""

    class Meta:
        model = BookingSeries

    every = "week"
    weekdays = [4]
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyAttribute(lambda series: series.first_day + dt.timedelta(weeks=8))
    created_by = factory.SubFactory(UserFactory)


class OpeningExceptionFactory(DjangoModelFactory):
    """Closed on a day of the next month."""

    class Meta:
        model = OpeningException

    venue = factory.SubFactory(VenueFactory)
    day = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    reason = "盘点"


class VenuePhotoFactory(DjangoModelFactory):
    """A one-pixel photo."""

    class Meta:
        model = VenuePhoto

    venue = factory.SubFactory(VenueFactory)
    file = factory.django.ImageField(width=1, height=1, format="JPEG")
    thumbnail = factory.django.ImageField(width=1, height=1, format="JPEG")
    caption = "大门"
    digest = factory.Sequence(lambda number: f"{number:064x}")
    created_by = factory.SubFactory(UserFactory)


class RotationFactory(DjangoModelFactory):
    class Meta:
        model = Rotation

    belt = factory.SubFactory(BeltFactory)
    first_day = dt.date(2024, 6, 1)
    source = "测试"


class ConvenerTermFactory(DjangoModelFactory):
    class Meta:
        model = ConvenerTerm

    belt = factory.SubFactory(BeltFactory)
    year = 2026
    region = factory.SubFactory(CountyFactory)
    since = factory.LazyAttribute(lambda term: dt.date(term.year, 1, 1))
    until = factory.LazyAttribute(lambda term: dt.date(term.year, 12, 31))
    cycle = place = 1
    reason = "in_order"


class TurnChangeFactory(DjangoModelFactory):
    """A substitute that was asked for and not yet answered."""

    class Meta:
        model = TurnChange

    kind = TurnChange.Kind.SUBSTITUTE
    belt = factory.SubFactory(BeltFactory)
    cycle = 1
    year = 2026
    asker = factory.SubFactory(CountyFactory)
    other = factory.SubFactory(CountyFactory)
    reason = "机构改革"
    asked_by = factory.SubFactory(UserFactory)


class BodyFactory(DjangoModelFactory):
    """The joint meeting of a belt, every quarter."""

    class Meta:
        model = Body
        django_get_or_create = ("code",)

    belt = factory.SubFactory(BeltFactory)
    code = factory.LazyAttribute(lambda body: body.belt.pk if body.belt else f"body-{body.name}")
    name = factory.LazyAttribute(lambda body: f"{body.belt}区域联席会议")
    kind = Body.Kind.REGIONAL
    cadence = Body.Cadence.QUARTER
    since = dt.date(2024, 6, 1)
    source = "测试"


class BodyMemberFactory(DjangoModelFactory):
    class Meta:
        model = BodyMember

    body = factory.SubFactory(BodyFactory, belt=None, kind="other", cadence="none", name="明月山")
    region = factory.SubFactory(CountyFactory)
    since = LONG_AGO
    source = "测试"


class MeetingFactory(DjangoModelFactory):
    """Planned for ten days from now, two hours; of no period unless one is given."""

    class Meta:
        model = JointMeeting

    body = factory.SubFactory(BodyFactory)
    host = factory.SubFactory(CountyFactory)
    state = "planned"
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at and meeting.starts_at + dt.timedelta(hours=2))


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence("议题{}".format)
    state = "accepted"
    position = factory.Sequence(lambda number: number + 1)


class PaperFactory(DjangoModelFactory):
    """A PDF of a meeting."""

    class Meta:
        model = Paper

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence("材料{}".format)
    file = factory.django.FileField(filename="paper.pdf", data=b"%PDF-1.7")
    media_type = "application/pdf"
    size = 8
    digest = factory.Sequence(lambda number: f"{number:064x}")
    created_by = factory.SubFactory(UserFactory)


class ListEntryFactory(DjangoModelFactory):
    class Meta:
        model = ListEntry

    body = factory.SubFactory(BodyFactory)
    kind = "need"
    region = factory.SubFactory(CountyFactory)
    title = factory.Sequence("需求{}".format)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingFactory)
    region = factory.SubFactory(CountyFactory)


class AttendeeFactory(DjangoModelFactory):
    class Meta:
        model = Attendee

    invitation = factory.SubFactory(InvitationFactory)
    name = factory.Sequence("样例{}".format)


class MinutesFactory(DjangoModelFactory):
    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory, state="minutes_drafted")
    body = factory.SelfAttribute("meeting.body")
    title = "区域联席会议纪要"
    text = "会议议定事项。"


class ResolutionFactory(DjangoModelFactory):
    """Open, due in thirty days, with a lead when ``lead`` names a region."""

    class Meta:
        model = Resolution
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory, state="held")
    sequence = factory.Sequence(lambda number: number + 1)
    number = factory.LazyAttribute(lambda row: f"2026-{row.meeting.body_id}-{row.meeting.pk}-{row.sequence:02d}")
    text = "共建联合调解室"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    first_due_on = factory.SelfAttribute("due_on")

    @factory.post_generation
    def lead(resolution, _create, region, **_values):
        if region:
            ResolutionParty.objects.create(resolution=resolution, region=region, role="lead")


class HandoverFactory(DjangoModelFactory):
    class Meta:
        model = Handover

    term = factory.SubFactory(ConvenerTermFactory)
    outgoing = factory.SelfAttribute("term.region")
    incoming = factory.SubFactory(CountyFactory)
