"""People for the demo: invented names, one documented password. Never in production."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Role, User
from accounts.services.people import create_user
from accounts.services.posts import grant_post
from accounts.services.tokens import LONGEST_DAYS, issue_token, revoke_token
from belts.models import Region, Unit
from belts.services.units import create_unit

PASSWORD = "Corridor-2026!"  # noqa: S105 - the sample people's, printed at every start of the demo
SINCE = dt.date(2024, 6, 1)
TOKEN_PURPOSE = "样例数据交换"  # noqa: S105 - a purpose, not a secret
COUNTIES = {
    "rongchang": ("500153", "荣昌"),
    "longchang": ("511083", "隆昌"),
    "wanzhou": ("500101", "万州"),
    "kaijiang": ("511723", "开江"),
    "linshui": ("511623", "邻水"),
}


@dataclass(frozen=True)
class Sample:
    username: str
    name: str
    role: str
    region: str | None = None
    unit_kind: str | None = None


def samples() -> list[Sample]:
    department, office = Unit.Kind.PUBLICITY_DEPARTMENT, Unit.Kind.CIVILIZATION_OFFICE
    people = []
    for word, (code, name) in COUNTIES.items():
        people.append(Sample(f"{word}.logger", f"样例·{name}登记员", Role.COUNTY_LOGGER, code, department))
        people.append(Sample(f"{word}.reviewer", f"样例·{name}审核员", Role.COUNTY_REVIEWER, code, department))
        people.append(Sample(f"{word}.venues", f"样例·{name}阵地管理员", Role.VENUE_MANAGER, code))
    return [
        *people,
        Sample("chongqing.office", "样例·重庆市文明办", Role.PROVINCIAL_OFFICE, "500000", office),
        Sample("sichuan.office", "样例·四川省文明办", Role.PROVINCIAL_OFFICE, "510000", office),
        Sample("corridor.office", "样例·走廊办公室", Role.CORRIDOR_OFFICE),
        Sample("auditor", "样例·审计员", Role.AUDITOR),
        Sample("system.admin", "样例·系统管理员", Role.SYSTEM_ADMINISTRATOR),
        Sample("security.admin", "样例·安全管理员", Role.SECURITY_ADMINISTRATOR),
        Sample("volunteer", "样例·志愿者", Role.VOLUNTEER),
        Sample("rongchang.exchange", "样例·荣昌数据交换", Role.API_CLIENT, "500153"),
    ]


@transaction.atomic
def load_people() -> int:
    """Make the sample people that are missing; how many that were. One hash serves them all: hashing takes time."""
    wanted = samples()
    regions = Region.objects.in_bulk({sample.region for sample in wanted if sample.region})
    missing = {sample.region for sample in wanted if sample.region} - set(regions)
    if missing:
        raise ValidationError(f"Regions are missing: {', '.join(sorted(missing))}.", code="regions_missing")
    there = set(
        User.objects.filter(username__in=[sample.username for sample in wanted]).values_list("username", flat=True)
    )
    new = [sample for sample in wanted if sample.username not in there]
    password = make_password(PASSWORD) if new else ""
    for sample in new:
        _make(sample, regions.get(sample.region), password)
    return len(new)


def _make(sample, region, password):
    user = create_user(actor=None, username=sample.username, name=sample.name)
    if sample.role != Role.API_CLIENT:
        user.password = password
        user.save(update_fields=["password"])
    unit = _unit_of(region, sample.unit_kind) if sample.unit_kind else None
    grant_post(actor=None, user=user, role=sample.role, region=region, unit=unit, since=SINCE)


def _unit_of(region, kind):
    """The standing unit of this kind; made when the corridor's data have none."""
    unit = Unit.objects.filter(region=region, kind=kind, until=None).order_by("pk").first()
    ending = "委宣传部" if kind == Unit.Kind.PUBLICITY_DEPARTMENT else "文明办"
    return unit or create_unit(actor=None, name=f"{region.name}{ending}", kind=kind, region=region, source="样例")


@transaction.atomic
def keep_sample_token(*, file: Path) -> bool:
    """A token of the sample system in ``file``, for trying the API; True when a new one was made."""
    user = User.objects.get(username="rongchang.exchange")
    tokens = ApiToken.objects.usable(timezone.now()).filter(user=user, purpose=TOKEN_PURPOSE)
    if tokens.exists() and file.exists():
        return False
    actor = User.objects.get(username="security.admin")
    for token in tokens:
        revoke_token(actor=actor, token=token)
    _token, secret = issue_token(
        actor=actor,
        user=user,
        purpose=TOKEN_PURPOSE,
        expires_at=timezone.now() + dt.timedelta(days=LONGEST_DAYS),
        whole_corridor=True,
        may_write=True,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(secret + "\n")
    return True


def token_file() -> Path:
    return Path(settings.VAR_DIR) / "sample-api-token"


def sample_accounts() -> list[User]:
    """The sample people that are here, in the order of the list."""
    found = {user.username: user for user in User.objects.filter(username__in=[s.username for s in samples()])}
    return [found[sample.username] for sample in samples() if sample.username in found]
