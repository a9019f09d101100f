"""Every page that needs no more than the matrix's world, as somebody who works with it."""

import pytest

from tests.browser.conftest import check_page
from tests.matrix.people import make_world

PAGES = [
    ("own_logger", "/"),
    ("own_logger", "/activities/"),
    ("own_logger", "/activities/?q=没有这样的活动"),
    ("own_logger", "/activities/calendar/"),
    ("own_logger", "/activities/?belt=south&kind=lecture&kind=sport&from=2025-01-01&to=2025-12-31"),
    ("own_logger", "/activities/?kind=nonsense"),
    ("own_logger", "/activities/calendar/?month=2025-03"),
    ("own_logger", "/activities/print/"),
    ("own_logger", "/activities/teams/"),
    ("own_logger", "/activities/teams/{team_member.team_id}/"),
    ("own_logger", "/activities/teams/{team.pk}/edit/"),
    ("own_logger", "/activities/teams/members/{team_member.pk}/end/"),
    ("own_logger", "/activities/works/"),
    ("own_logger", "/activities/works/{work_author.work_id}/"),
    ("own_logger", "/activities/works/{work.pk}/versions/new/"),
    ("own_logger", "/activities/brands/"),
    ("own_logger", "/activities/brands/{brand.pk}/"),
    ("own_logger", "/activities/new/"),
    ("own_logger", "/activities/mine/"),
    ("own_logger", "/activities/{draft.pk}/edit/"),
    ("own_logger", "/activities/{draft.pk}/"),
    ("own_reviewer", "/activities/to-verify/"),
    ("own_reviewer", "/activities/{submitted.pk}/"),
    ("neighbour_reviewer", "/activities/{verified.pk}/"),
    ("own_reviewer", "/activities/duplicates/"),
    ("own_logger", "/venues/"),
    ("own_logger", "/venues/?kind=library,complex&facility=stage&near=511083"),
    ("own_logger", "/venues/?kind=nonsense"),
    ("neighbour_logger", "/venues/map/"),
    ("own_logger", "/venues/new/"),
    ("own_logger", "/venues/{venue.pk}/"),
    ("volunteer", "/venues/{venue_part.pk}/"),
    ("own_reviewer", "/venues/{venue.pk}/edit/"),
    ("own_logger", "/venues/{venue_part.pk}/move/"),
    ("own_logger", "/venues/{venue.pk}/end/"),
    ("own_logger", "/venues/{venue.pk}/hours/"),
    ("own_logger", "/venues/{venue.pk}/limits/"),
    ("own_logger", "/venues/imports/"),
    ("own_logger", "/statistics/"),
    (
        "own_logger",
        "/statistics/?measures=lectures,audience_counted&by=belt,county,month&from=2025-01-01",
    ),
    ("own_logger", "/statistics/?measures=lectures,teams&from=2025-01-01"),
    ("own_logger", "/statistics/?measures=nonsense"),
    ("nobody", "/statistics/"),
    ("corridor_office", "/statistics/report/?year=2025"),
    ("own_logger", "/corridor/"),
    ("own_logger", "/belts/{belt.pk}/"),
    ("own_logger", "/counties/"),
    ("own_logger", "/counties/{own.code}/"),
    ("own_reviewer", "/meetings/rotation/{belt.pk}/"),
    ("neighbour_reviewer", "/meetings/rotation/{belt.pk}/"),
    ("own_logger", "/units/"),
    ("own_logger", "/units/{unit.pk}/"),
    ("own_logger", "/accounts/me/"),
    ("own_logger", "/notices/"),
    ("own_logger", "/notices/?all=true"),
    ("own_reviewer", "/notices/"),
    ("own_logger", "/feeds/new/"),
    ("own_logger", "/accounts/sessions/"),
    ("own_logger", "/accounts/password/change/"),
    ("own_logger", "/accounts/2fa/"),
    ("security_administrator", "/people/"),
    ("security_administrator", "/people/posts/"),
    ("system_administrator", "/people/"),
    ("system_administrator", "/people/new/"),
    ("provincial_office", "/volunteers/transfers/"),
    ("security_administrator", "/volunteers/webhooks/"),
    ("security_administrator", "/volunteers/webhooks/new/"),
    ("security_administrator", "/volunteers/webhooks/{webhook.pk}/"),
]


@pytest.mark.parametrize(("persona", "address"), PAGES)
def test_page(page, sign_in, transactional_db, persona, address):
    world = make_world()
    response = sign_in(world[persona]).goto(address.format_map(world))
    assert response.status == 200
    assert page.locator("h1").count() == 1
    check_page(page)
