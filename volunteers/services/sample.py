"""Volunteers for the demo: invented people with numbers that nobody can have. Never in production."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from belts.models import Region
from core.dated import start_of
from core.history import by_the_system
from core.imports.copying import copy_rows, new_ids
from volunteers import names, vault
from volunteers.choices import ConsentPurpose, Dialect, ServiceTime, Skill, State
from volunteers.documents import CHECKS, WEIGHTS
from volunteers.kinds import DocumentKind
from volunteers.models import (
    Consent,
    ConsentText,
    Guardian,
    Identity,
    Platform,
    PlatformAccount,
    ServiceArea,
    Volunteer,
)
from volunteers.numbers import make_number
from volunteers.services.likeness import find_pairs

PEOPLE, LIKELY_PAIRS, PAIR_STEP, SEED = 2_000, 12, 40, 20240601
FIRST_DAY = dt.date(2024, 6, 1)
ACCOUNT = "volunteer"  # of accounts.services.sample
ACCOUNT_COUNTY = "500153"
MARK = "sample-{}"
PLATFORMS = {"500000": "wenming-jinbu", "510000": "wenming-xingrong"}
OTHER = {"500000": "510000", "510000": "500000"}
SHARING, ON_BOTH_SIDES, SERVING_ACROSS = 0.7, 0.12, 0.1
AGE_OF_MAJORITY = 18
SURNAMES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅春红建国文志辉晓东海燕雪婷宇浩博佳琪思远嘉欣怡然"
VOLUNTEER = (
    "id", "volunteer_no", "state", "home_id", "stated_home", "registered_on", "registered_through_id", "birth_year",
    "skills", "times", "dialects", "version", "created_at", "changed_in", "user_id",
)  # fmt: skip
SEALED = (
    "volunteer_id", "name", "document_kind", "document", "document_index", "mobile", "mobile_index", "mobile_tail",
    "updated_at",
)  # fmt: skip
IDENTITY = (*SEALED, "name_keys", "birth_date", "claimed", "mobile_proven_at")
GUARDIAN = (*SEALED, "relation", "agreed_at")
CONSENT = ("volunteer_id", "purpose", "text_id", "platform_version", "given_by", "given_at")
ACCOUNTS = ("platform_id", "external_id", "volunteer_id", "source_version", "registered_on", "linked_at")
AREA = ("volunteer_id", "region_id", "since")


@dataclass(frozen=True)
class Person:
    """Somebody invented; ``place`` is the place in the crowd, from which all numbers follow."""

    pk: int
    place: int
    home: Region
    day: dt.date
    birth_date: dt.date
    name: str
    mobile: str
    platform: Platform
    second: Platform | None
    area: str
    shares: bool
    user: int | None

    @property
    def moment(self) -> dt.datetime:
        return start_of(self.day) + dt.timedelta(hours=9)


@transaction.atomic
def load_volunteers_sample(*, people: int = PEOPLE) -> int:
    """How many are new: all of them the first time, none afterwards. Code ``regions_missing`` without a corridor."""
    if PlatformAccount.objects.filter(external_id=MARK.format(0)).exists():
        return 0
    crowd = list(Crowd(people).people())
    texts = {row.purpose: row.pk for row in ConsentText.objects.order_by("version")}
    with by_the_system("load_volunteers_sample"):
        copy_rows(Volunteer, VOLUNTEER, map(_volunteer, crowd))
        copy_rows(Identity, IDENTITY, map(_identity, crowd))
        copy_rows(Guardian, GUARDIAN, [_guardian(person) for person in crowd if _is_minor(person)])
        copy_rows(Consent, CONSENT, [row for person in crowd for row in _consents(person, texts)])
        copy_rows(PlatformAccount, ACCOUNTS, [row for person in crowd for row in _accounts(person)])
        copy_rows(ServiceArea, AREA, [(person.pk, person.area, person.day) for person in crowd if person.area])
        find_pairs([person.pk for person in crowd])
    return people


def resident_number(serial: int, birth_date: dt.date) -> str:
    """A number nobody has: there is no such region, and no sequence 000. ``serial`` below 10,000."""
    body = f"09{serial:04d}{birth_date:%Y%m%d}000"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + CHECKS[rest]


class Crowd:
    """The same people each time, who registered until yesterday. Larger counties have more of them."""

    def __init__(self, people: int):
        today = timezone.localdate()
        self.today, self.count = today, people
        self.random = random.Random(SEED)  # noqa: S311 (an invented crowd, no secret)
        self.counties = list(Region.objects.in_corridor(today).order_by("pk"))
        self.platforms = {row.code: row for row in Platform.objects.on(today)}
        if not self.counties or not {"portal", *PLATFORMS.values()} <= self.platforms.keys():
            raise ValidationError("Load the corridor and the registry first.", code="regions_missing")
        self.near = {
            row.pk: [near.pk for near in Region.objects.neighbours_of([row.pk], today)] for row in self.counties
        }
        self.user = User.objects.filter(username=ACCOUNT, volunteer=None).values_list("pk", flat=True).first()

    def people(self) -> Iterator[Person]:
        weights = [row.population or 500_000 for row in self.counties]
        homes = self.random.choices(self.counties, weights=weights, k=self.count)
        before = None
        for place, (pk, home) in enumerate(zip(new_ids(Volunteer, self.count), homes, strict=True)):
            is_twin = 0 < place <= LIKELY_PAIRS * PAIR_STEP and place % PAIR_STEP == 0
            before = self._person(pk, place, home, before if is_twin else None)
            yield before

    def _person(self, pk, place, home, twin):
        """``twin`` is who may be the same person: with another document."""
        own, other = (self.platforms[PLATFORMS[code]] for code in (home.province_id, OTHER[home.province_id]))
        platform = self.random.choices((self.platforms["portal"], own), weights=(35, 65))[0]
        shares = self.random.random() < SHARING
        near = self.near[home.pk] if shares and self.random.random() < SERVING_ACROSS else []
        user, self.user = (self.user, None) if home.pk == ACCOUNT_COUNTY and self.user else (None, self.user)
        return Person(
            pk=pk,
            place=place,
            home=home,
            day=FIRST_DAY + dt.timedelta(days=self.random.randrange((self.today - FIRST_DAY).days)),
            birth_date=twin.birth_date if twin else self._birth_date(),
            name=twin.name if twin else self._name(),
            mobile=twin.mobile if twin else f"199{place:08d}",
            platform=platform,
            second=other if self.random.random() < ON_BOTH_SIDES else None,
            area=self.random.choice(near) if near else "",
            shares=shares,
            user=user,
        )

    def _name(self):
        return self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.random.choice((1, 2, 2, 2))))

    def _birth_date(self):
        age = self.random.choices((15, 25, 40, 55, 68), weights=(3, 30, 35, 22, 10))[0] + self.random.randrange(-1, 8)
        return dt.date(self.today.year - age, self.random.randrange(1, 13), self.random.randrange(1, 29))


def _is_minor(person):
    return timezone.localdate().year - person.birth_date.year <= AGE_OF_MAJORITY


def _volunteer(person):
    return (
        person.pk, make_number(person.pk), State.ACTIVE.value, person.home.pk, "", person.day, person.platform.pk,
        person.birth_date.year, _some(Skill, person, 3), _some(ServiceTime, person, 2), _some(Dialect, person, 2), 1,
        person.moment, 0, person.user,
    )  # fmt: skip


def _identity(person):
    sealed = _sealed(person, person.name, resident_number(person.place, person.birth_date), person.mobile)
    return (*sealed, names.search_keys(person.name), person.birth_date, False, person.moment)


def _guardian(person):
    number = resident_number(5_000 + person.place, dt.date(1980, 5, 1))
    return (*_sealed(person, f"{person.name[0]}建国", number, f"198{person.place:08d}"), "parent", person.moment)


def _sealed(person, name, number, mobile):
    values = (
        vault.seal("document", number), vault.blind_index("document", number),
        vault.seal("mobile", mobile), vault.blind_index("mobile", mobile), vault.tail_index(mobile),
    )  # fmt: skip
    kind = DocumentKind.RESIDENT_ID.value
    return (person.pk, name, kind, *(f"\\x{value.hex()}" for value in values), person.moment)


def _consents(person, texts):
    giver = "guardian" if _is_minor(person) else "self"
    for purpose in (ConsentPurpose.KEEP, *([ConsentPurpose.SHARE] if person.shares else [])):
        yield person.pk, purpose.value, texts[purpose], "", giver, person.moment


def _accounts(person):
    for platform in (person.platform, *([person.second] if person.second else [])):
        yield platform.pk, MARK.format(person.place), person.pk, 1, person.day, person.moment


def _some(choices, person, most):
    chosen = random.Random(f"{SEED}:{choices.__name__}:{person.place}")  # noqa: S311
    return "{" + ",".join(chosen.sample(choices.values, k=chosen.randrange(most + 1))) + "}"
