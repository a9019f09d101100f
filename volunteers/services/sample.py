"""Volunteers for the demo: invented people with numbers that nobody can have. Never in production."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from belts.models import Region
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

PEOPLE, LIKELY_PAIRS, SEED = 2_000, 12, 20240601
FIRST_DAY = dt.date(2024, 6, 1)
ACCOUNT = "volunteer"  # of accounts.services.sample
ACCOUNT_COUNTY = "500153"
MARK = "sample-{}"
SURNAMES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
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


@dataclass
class Rows:
    """What goes into each table, in the order of its columns."""

    volunteers: list[Any] = field(default_factory=list)
    identities: list[Any] = field(default_factory=list)
    guardians: list[Any] = field(default_factory=list)
    consents: list[Any] = field(default_factory=list)
    accounts: list[Any] = field(default_factory=list)
    areas: list[Any] = field(default_factory=list)


@transaction.atomic
def load_volunteers_sample(*, people: int = PEOPLE) -> int:
    """How many are new: all of them the first time, none afterwards. Code ``regions_missing`` without a corridor."""
    if PlatformAccount.objects.filter(external_id=MARK.format(0)).exists():
        return 0
    made = Maker(people)
    with by_the_system("load_volunteers_sample"):
        rows = made.rows()
        for model, columns, values in (
            (Volunteer, VOLUNTEER, rows.volunteers),
            (Identity, IDENTITY, rows.identities),
            (Guardian, GUARDIAN, rows.guardians),
            (Consent, CONSENT, rows.consents),
            (PlatformAccount, ACCOUNTS, rows.accounts),
            (ServiceArea, AREA, rows.areas),
        ):
            copy_rows(model, columns, [row[: len(columns)] for row in values])
        find_pairs(made.ids)
    return people


def resident_number(serial: int, birth_date: dt.date) -> str:
    """A number nobody has: there is no such region, and no sequence 000. ``serial`` below 10,000."""
    body = f"09{serial:04d}{birth_date:%Y%m%d}000"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + CHECKS[rest]


class Maker:
    """The same people each time, but for the days: they registered until yesterday."""

    def __init__(self, people: int):
        today = timezone.localdate()
        self.random = random.Random(SEED)  # noqa: S311 (an invented crowd, no secret)
        self.today, self.now = today, timezone.now()
        self.counties = list(Region.objects.in_corridor(today).order_by("pk"))
        self.platforms = {row.code: row for row in Platform.objects.on(today)}
        self.texts = {row.purpose: row.pk for row in ConsentText.objects.order_by("version")}
        if not self.counties or not self.platforms or not self.texts:
            raise ValidationError("Load the corridor and the registry first.", code="regions_missing")
        self.neighbours = {
            row.pk: [near.pk for near in Region.objects.neighbours_of([row.pk], today)] for row in self.counties
        }
        self.user = User.objects.filter(username=ACCOUNT, volunteer=None).first()
        self.ids = new_ids(Volunteer, people)

    def rows(self) -> Rows:
        rows = Rows()
        first_of_county = next(place for place, home in enumerate(self._homes()) if home.pk == ACCOUNT_COUNTY)
        for place, (pk, home) in enumerate(zip(self.ids, self._homes(), strict=False)):
            twin = rows.identities[-1] if 0 < place <= LIKELY_PAIRS * 40 and place % 40 == 0 else None
            user = self.user if self.user and place == first_of_county else None
            self._add(rows, pk, place, home, twin, user)
        return rows

    def _homes(self) -> Iterator[Region]:
        """Larger counties first and oftener, as they have more people; the same ones in each run."""
        chance = random.Random(SEED + 1)  # noqa: S311
        weights = [row.population or 500_000 for row in self.counties]
        return iter(chance.choices(self.counties, weights=weights, k=len(self.ids)))

    def _add(self, rows, pk, place, home, twin, user):
        day = FIRST_DAY + dt.timedelta(days=self.random.randrange((self.today - FIRST_DAY).days))
        birth_date = twin[10] if twin else self._birth_date()
        name = twin[1] if twin else self._name()
        platform = self._platform(home)
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        shares = self.random.random() < 0.7
        rows.volunteers.append(
            (pk, make_number(pk), State.ACTIVE.value, home.pk, "", day, platform.pk, birth_date.year,
             self._some(Skill, 3), self._some(ServiceTime, 2), self._some(Dialect, 2), 1, moment, 0,
             user.pk if user else None)
        )  # fmt: skip
        mobile = twin[-1] if twin else f"199{place:08d}"
        sealed = self._sealed(pk, name, resident_number(place, birth_date), mobile)
        rows.identities.append((*sealed, names.search_keys(name), birth_date, False, moment, mobile))
        if self.today.year - birth_date.year < 18:
            parent = self._sealed(
                pk, self._name(), resident_number(5_000 + place, dt.date(1980, 5, 1)), f"198{place:08d}"
            )
            rows.guardians.append((*parent, "parent", moment))
        rows.consents += [
            (pk, purpose.value, self.texts[purpose], "", "self", moment)
            for purpose in (ConsentPurpose.KEEP, *([ConsentPurpose.SHARE] if shares else []))
        ]
        self._link(rows, pk, place, home, platform, day, moment, shares)

    def _link(self, rows, pk, place, home, platform, day, moment, shares):
        """An account, a second one for some, and a county across the border for some of those who agreed."""
        rows.accounts.append((platform.pk, MARK.format(place), pk, 1, day, moment))
        other = self.platforms["wenming-xingrong" if home.province_id == "500000" else "wenming-jinbu"]
        if self.random.random() < 0.12 and other.pk != platform.pk:
            rows.accounts.append((other.pk, MARK.format(place), pk, 1, self.today, self.now))
        near = self.neighbours.get(home.pk)
        if shares and near and self.random.random() < 0.1:
            rows.areas.append((pk, self.random.choice(near), day))

    def _sealed(self, pk, name, number, mobile):
        values = (
            vault.seal("document", number), vault.blind_index("document", number),
            vault.seal("mobile", mobile), vault.blind_index("mobile", mobile), vault.tail_index(mobile),
        )  # fmt: skip
        return (pk, name, DocumentKind.RESIDENT_ID.value, *(f"\\x{value.hex()}" for value in values), self.now)

    def _name(self):
        return self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.random.choice((1, 2, 2, 2))))

    def _birth_date(self):
        age = self.random.choices((15, 25, 40, 55, 68), weights=(3, 30, 35, 22, 10))[0] + self.random.randrange(-1, 8)
        return dt.date(self.today.year - age, self.random.randrange(1, 13), self.random.randrange(1, 29))

    def _platform(self, home):
        own = "wenming-jinbu" if home.province_id == "500000" else "wenming-xingrong"
        return self.platforms[self.random.choices(("portal", own), weights=(35, 65))[0]]

    def _some(self, choices, most):
        chosen = self.random.sample(choices.values, k=self.random.randrange(most + 1))
        return "{" + ",".join(chosen) + "}"
