"""docs/who-sees-whom.md, cell by cell, as pages and API answer."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Role, User
from tests import factories
from tests.volunteers.factories import DisclosureFactory, GuardianFactory, LikelyDuplicateFactory
from tests.volunteers.registry_world import counties, office, somebody
from volunteers.models import Correction, HomeMove, LikelyDuplicate, Transfer, Volunteer
from volunteers.services.correcting import ask_correction
from volunteers.services.transfers import record_transfer

pytestmark = pytest.mark.django_db
ROLES = (
    "logger", "reviewer", "office", "serving", "across", "across_without", "other", "office_across", "corridor",
    "auditor", "token",
)  # fmt: skip
FIELDS = (
    "line", "name", "document", "mobile", "birth_year", "guardian", "offer", "consents", "moves", "disclosures",
    "change", "reveal", "corrections", "duplicates", "transfers", "counts",
)  # fmt: skip
WORDS = {
    "✓": "yes", "—": "no", "全名": "whole", "whole": "whole", "遮蔽": "masked", "masked": "masked",
    "五人以下不显示": "few hidden", "few hidden": "few hidden",
}  # fmt: skip


def tables():
    """Both tables of the page: for each its cells by role and field."""
    text = (Path(settings.BASE_DIR) / "docs" / "who-sees-whom.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    rows = [row for row in rows if set(row[1]) != {"-"}]
    size = len(FIELDS) + 1
    for start in (0, size):
        table = rows[start + 1 : start + size]
        assert [len(row) for row in table] == [len(ROLES) + 1] * len(FIELDS)
        yield {
            role: {field: WORDS[row[place]] for field, row in zip(FIELDS, table, strict=True)}
            for place, role in enumerate(ROLES, start=1)
        }


def test_both_languages_say_the_same():
    chinese, english = tables()
    assert chinese == english


@pytest.fixture
def world():
    places = counties()
    volunteer = somebody(
        "张三丰", places["own"], serves_in=[places["other"], places["neighbour"]], shares=True, skills=["law"]
    )
    hidden = somebody("李四光", places["own"], serves_in=[places["neighbour"]])
    for row in (volunteer, hidden):
        GuardianFactory(volunteer=row, name="张国强")
        HomeMove.objects.create(
            volunteer=row, from_region=places["other"], to_region=places["own"], moved_on=dt.date(2025, 1, 1)
        )
        DisclosureFactory(volunteer=row)
        ask_correction(actor=None, volunteer=row, name="张改名", document_kind="", document="", birth_date=None)
    first, second = sorted((volunteer, hidden), key=lambda row: row.pk)
    LikelyDuplicateFactory(first=first, second=second)
    record_transfer(
        kind="page", user=factories.UserFactory(), from_province="500000", to_province="510000", what="一页", people=1,
        basis="同意",
    )  # fmt: skip
    return places | {"volunteer": volunteer, "hidden": hidden}


def person_of(role, world):
    far = factories.CountyFactory(code="500112", name="渝北区")
    makers = {
        "logger": lambda: factories.logger(world["own"]),
        "reviewer": lambda: factories.reviewer(world["own"]),
        "office": lambda: office(factories.chongqing()),
        "serving": lambda: factories.reviewer(world["other"]),
        "across": lambda: factories.reviewer(world["neighbour"]),
        "across_without": lambda: factories.reviewer(world["neighbour"]),
        "other": lambda: factories.reviewer(far),
        "office_across": lambda: office(factories.sichuan()),
        "corridor": lambda: factories.person(Role.CORRIDOR_OFFICE),
        "auditor": lambda: factories.person(Role.AUDITOR),
        "token": lambda: factories.person(Role.API_CLIENT, world["own"]),
    }
    return makers[role]()


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_is_what_pages_and_api_answer(client, world, role):
    user = person_of(role, world)
    client.force_login(user)
    if role == "token":
        user = User.objects.get(pk=user.pk)
        user.token = factories.ApiTokenFactory(user=user)
    found = seen(client, user, world["hidden" if role == "across_without" else "volunteer"])
    assert found == next(tables())[role]


def seen(client, user, volunteer):
    """What each field of the table is for this person."""
    lines = client.get("/volunteers/?whose=all")
    listed = lines.status_code == 200 and volunteer in lines.context["page"].rows
    page, answer = (
        client.get(volunteer.get_absolute_url()),
        client.get(reverse("api:volunteer-detail", args=[volunteer.volunteer_no])),
    )
    shown = page.status_code == 200
    assert shown == (answer.status_code == 200) == listed
    person = answer.json()["person"] if shown else {}
    context = page.context if shown else {}
    if listed:
        assert volunteer.identity.name not in lines.content.decode()
    name = volunteer.identity.name
    return {
        "line": yes(listed),
        "name": how(person.get("name"), page, name),
        "document": how(person.get("document"), page),
        "mobile": how(person.get("mobile"), page),
        "birth_year": yes(person.get("birth_year")),
        "guardian": how(person.get("guardian"), page, "张国强"),
        "offer": yes(shown and answer.json()["skills"] == volunteer.skills and answer.json()["areas"]),
        "consents": yes(shown and context["consents"]),
        "moves": yes(shown and context["moves"]),
        "disclosures": yes(shown and context["disclosures"]),
        "change": yes(client.get(reverse("volunteers:offer", args=[volunteer.volunteer_no])).status_code == 200),
        "reveal": yes(Volunteer.objects.revealable_by(user).filter(pk=volunteer.pk).exists()),
        "corrections": yes(decides(client, volunteer)),
        "duplicates": yes(LikelyDuplicate.objects.manageable_by(user).exists()),
        "transfers": yes(Transfer.objects.visible_to(user).exists()),
        "counts": counted(client),
    }


def decides(client, volunteer):
    """Whether the page and the answer of the request are there: both, or neither."""
    request = Correction.objects.get(volunteer=volunteer)
    page, answer = (
        client.get(request.get_absolute_url()).status_code,
        client.get(reverse("api:volunteer-correction-detail", args=[request.pk])).status_code,
    )
    assert page == answer
    return page == 200


def yes(value):
    return "yes" if value else "no"


def how(value, page, whole=None):
    """What the answer has, which the page must have too."""
    if not value:
        return "no"
    assert value in page.content.decode()
    if whole and whole in value:
        return "whole"
    assert "*" in value
    return "masked"


def counted(client):
    total = client.get("/api/v1/statistics/?measures=volunteers").json()["total"]["volunteers"]
    return {2: "yes", None: "few hidden"}[total]
