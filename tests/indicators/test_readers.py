"""What is told where nobody signs in: counts of verified records, and no few people."""

import datetime as dt

import pytest

from activities.models import Activity, Team
from belts.models import Belt, Region
from indicators.measures import MEASURES
from indicators.queries import answer
from indicators.readers import PublicReader, public_question
from tests import factories
from tests.indicators.world import corridor
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def total(measures, **given):
    query = "&".join([f"measures={measures}", *(f"{name}={value}" for name, value in given.items())])
    return answer(public_question(query)).total


def test_every_measure_has_an_answer(places):
    assert set(total(",".join(MEASURES)).values()) == {0}


def test_only_verified_records_are_counted(places):
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    for state in ("submitted", "draft"):
        factories.ActivityFactory(state=state, lead=places["rongchang"])
    assert total("lectures") == {"lectures": 1}


def test_few_people_are_not_told(places):
    for _number in range(4):
        VolunteerFactory(home=places["rongchang"], registered_on=dt.date(2025, 1, 10), identity=False)
    assert total("volunteers") == {"volunteers": None}
    VolunteerFactory(home=places["longchang"], registered_on=dt.date(2025, 1, 10), identity=False)
    assert total("volunteers") == {"volunteers": 5}
    assert total("volunteers", belt="south") == {"volunteers": 5}
    made = answer(public_question("measures=volunteers&by=county"))
    assert [cell.values["volunteers"] for cell in made.rows] == [None, None]


def test_nobody_changes_nothing(places):
    factories.ActivityFactory(state="draft", lead=places["rongchang"])
    factories.TeamFactory()
    nobody = PublicReader()
    for model in (Activity, Team, Region, Belt):
        assert not model.objects.manageable_by(nobody).exists()
