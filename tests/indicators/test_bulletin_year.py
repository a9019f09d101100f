"""2024 at a hundredth of its report: the portal writes that year's paragraph by itself, each number true."""

import pytest
from django.core.management import call_command

from activities.models import Activity, Team, TeamMember, Work
from benchmarks.bulletin import MEMBERS_OF_A_TEAM, SCALE, YEAR, generate_year
from indicators.models import Bulletin
from indicators.phrases import phrase_of
from indicators.services.bulletin_drawing import draw_owed_bulletins, owe_bulletin
from indicators.services.tallies import recount_tallies
from tests import factories
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("with_triggers", [True, False])
def test_the_year_is_told_in_the_words_of_its_report(with_triggers):
    """Also when the year was brought in without triggers, as the benchmark does: its records are counted after."""
    call_command("load_corridor", verbosity=0)
    call_command("load_registry", verbosity=0)
    generate_year(divisor=100, with_triggers=with_triggers)
    assert recount_tallies().differences == []
    owe_bulletin(actor=factories.person("corridor_office"), period=YEAR)
    assert draw_owed_bulletins() == 1
    row = Bulletin.objects.get()
    assert row.headline == (
        "2024年，川渝两地围绕“巴蜀同脉 文明同行”，组建跨区域宣讲队伍20余支［1］、参与人员500余人［2］，"
        "创作宣讲作品60余件［3］，"
        "开展宣讲活动300余场［4］、群众性文化活动超过80场［5］，打造特色品牌1个［6］；截至12月31日，跨区域注册志愿者5000余人［7］。"
    )
    counted = {figure["name"]: figure["value"] for figure in row.figures["figures"]}
    assert counted == {
        "cross_region_teams": Team.objects.count(),
        "team_members": TeamMember.objects.count(),
        "works": Work.objects.count(),
        "lectures": Activity.objects.filter(kind="lecture").count(),
        "mass_culture": Activity.objects.filter(kind="mass_culture").count(),
        "brands": 1,
        "volunteers_cross_region": SCALE["volunteers"] // 100,
    }
    assert Volunteer.objects.count() == 5_360 + 536, "those at home on their own side are not across"
    belts = row.figures["tables"][0]
    assert {line["code"] for line in belts["rows"]} == {"south", "central", "north", "east"}
    assert sum(line["values"]["lectures"] for line in belts["rows"]) == counted["lectures"], "each within one belt"
    provinces = row.figures["tables"][1]
    assert [line["values"]["lectures"] for line in provinces["rows"]] == [counted["lectures"]] * 2, "credited to both"


def test_at_full_scale_the_phrases_are_those_of_the_report():
    members = SCALE["teams"] * MEMBERS_OF_A_TEAM
    said = [phrase_of(value) for value in (*SCALE.values(), members)]
    assert said == ["2000余", "6000余", "3万余", "8000余", "20余", "50余万", "5万余"]
