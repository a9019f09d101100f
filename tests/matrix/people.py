"""The world in which the matrix is asked: one person a persona, and the rows that routes are about."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import Role
from tests import factories
from tests.matrix import worlds
from tests.venues.lending import LibraryFactory, borrowed, moment, returned, take
from venues.models import LibraryMovement
from venues.queries.library_gaps import last_due_day


def make_world():
    """Named objects; a Row's ``arguments`` say "name.attribute" of them."""
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    other = factories.CountyFactory(code="500101", name="万州区")
    belt = factories.BeltFactory(code="south", name="川南渝西")
    for county in (own, neighbour):
        factories.BeltMembershipFactory(belt=belt, region=county)
    people = make_people(own, neighbour, other)
    activity = {"created_by": people["own_logger"], "lead": own, "partners": [neighbour]}
    verified = factories.ActivityFactory(verified=True, **activity)
    twin = factories.ActivityFactory(verified=True, lead=neighbour, partners=[own])
    client_account = factories.person(Role.API_CLIENT, own)
    turns = turns_of(belt, own, neighbour)
    made = people | {
        "client_account": client_account,
        "token": factories.ApiTokenFactory(user=client_account, created_by=people["security_administrator"]),
        "holding": people["own_logger"].holdings.get(),
        "session": UserSession.objects.create(user=people["own_logger"], session_key="a" * 32, ip="127.0.0.1"),
        "notice": factories.NoticeFactory(user=people["own_logger"]),
        "feed_address": factories.FeedAddressFactory(user=people["own_logger"], secret="kept-between-us"),
        "feed_secret": "kept-between-us",
        "own": own,
        "neighbour": neighbour,
        "other": other,
        "belt": belt,
        "unit": factories.UnitFactory(region=own, name="荣昌区委宣传部"),
        "brand": factories.BrandFactory(home_region=own),
        "team": factories.TeamFactory(home_region=own),
        "team_member": factories.TeamMemberFactory(team__home_region=own),
        "work": factories.WorkFactory(home_region=own),
        "work_author": factories.WorkAuthorFactory(work__home_region=own),
        "import": import_of(people["own_logger"]),
        **library_world(own, neighbour, people["own_logger"]),
        "draft": factories.ActivityFactory(**activity),
        "submitted": factories.ActivityFactory(state="submitted", submitted_by=people["own_logger"], **activity),
        "verified": verified,
        "photo": factories.AttachmentFactory(activity=verified),
        **bookings_of(own, neighbour, people["neighbour_logger"]),
        **venue_and_its_rows(own, people["own_logger"]),
        "pair": factories.DuplicateCandidateFactory(first=verified, second=twin),
        **turns,
        "turn_change": factories.TurnChangeFactory(
            belt=belt, year=turns["far_term"].year, asker=own, other=neighbour, asked_by=people["own_reviewer"]
        ),
    }
    for world in worlds():
        made |= world(made)
    return made


def bookings_of(region, borrower, person):
    """A hall and its bookings by a county across the border, one in each state that a step starts from."""
    hall = factories.VenueFactory(region=region, name="川渝共享礼堂")
    now = timezone.now()
    wanted = {"venue": hall, "borrower_region": borrower, "requested_by": person}
    states = {"requested": 7, "agreed": 8, "approved": 9, "offered": 10, "past": -2}
    made = {}
    for state, days in states.items():
        starts_at = now + dt.timedelta(days=days)
        given = {"answer_by": now + dt.timedelta(days=1), "waits_since": now} if state == "offered" else {}
        made[f"booking_{state}"] = factories.BookingFactory(
            starts_at=starts_at, state="approved" if state == "past" else state, **wanted, **given
        )
    series = factories.BookingSeriesFactory(created_by=person)
    factories.BookingFactory(starts_at=now + dt.timedelta(days=20), series=series, **wanted)
    closure = factories.ClosureFactory(venue=factories.VenueFactory(region=region, name="检修中的礼堂"))
    return made | {"closure": closure, "hall": hall, "booking_series": series}


def venue_and_its_rows(region, person):
    venue = factories.VenueFactory(region=region, name="荣昌新风礼堂", latitude="29.404100", longitude="105.594900")
    return {
        "venue": venue,
        "venue_part": factories.VenueFactory(parent=venue, name="东厅", kind="room"),
        "venue_photo": factories.VenuePhotoFactory(venue=venue),
        "venue_exception": factories.OpeningExceptionFactory(venue=venue),
        "venue_import": import_of(person, kind="venues", columns=["id", "name"]),
    }


def turns_of(belt, own, neighbour):
    """The two take turns, as the rules have it; a cycle is two years."""
    year = timezone.localdate().year
    plan = factories.RotationFactory(belt=belt, first_day=dt.date(year, 1, 1))
    for position, region in enumerate((own, neighbour), start=1):
        plan.places.create(position=position, region=region)
    names = ("term", "neighbour_term", "later_term", "last_term", "far_term")
    return {
        name: factories.ConvenerTermFactory(
            belt=belt, year=year + number, region=(own, neighbour)[number % 2], cycle=number // 2 + 1
        )
        for number, name in enumerate(names)
    }


def import_of(person, kind="activities", columns=("id", "title")):
    """A file that was read, with one row that is new."""
    given = {"kind": kind, "columns": list(columns)}
    batch = factories.ImportBatchFactory(created_by=person, state="checked", totals={"new": 1}, **given)
    factories.ImportRowFactory(batch=batch, cells=["1", "联合宣讲"])
    return batch


def library_world(own, neighbour, sender):
    """A library of the own county and one across the border, a transaction that is kept aside, a day file."""
    library = LibraryFactory(code="RC", region=own, delivers_since=last_due_day())
    across = LibraryFactory(code="LC", region=neighbour)
    take(borrowed(library, "1", moment("2025-03-01"), home=across), actor=sender)
    take(returned(library, "2", moment("2025-03-01"), "B2"), actor=sender)
    return {
        "member_library": library,
        "aside": LibraryMovement.objects.get(number="2"),
        "day_file": factories.ImportBatchFactory(
            kind="lending", created_by=sender, state="checked", columns=["library"], totals={"new": 1}
        ),
    }


def make_people(own, neighbour, other):
    return {
        "anonymous": None,
        "nobody": factories.person(),
        "volunteer": factories.person(Role.VOLUNTEER),
        "own_logger": factories.logger(own),
        "own_reviewer": factories.reviewer(own),
        "own_colleague": factories.logger(own),
        "neighbour_logger": factories.logger(neighbour),
        "neighbour_reviewer": factories.reviewer(neighbour),
        "other_logger": factories.logger(other),
        "provincial_office": factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()),
        "corridor_office": factories.person(Role.CORRIDOR_OFFICE),
        "auditor": factories.person(Role.AUDITOR),
        "system_administrator": factories.person(Role.SYSTEM_ADMINISTRATOR),
        "security_administrator": factories.person(Role.SECURITY_ADMINISTRATOR),
    }
