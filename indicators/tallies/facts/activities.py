"""Activities with their audiences; teams, works and brands."""

from indicators.tallies.facts.shape import MEMBER, SEATED, Fact, Source, both_provinces, line, members, own, parts

_AUDIENCE = "CASE WHEN fact.audience_basis = '{basis}' THEN coalesce(fact.audience, 0) ELSE 0 END"
_TOURING = """fact.kind = 'lecture' AND fact.place_region_id IS NOT NULL AND EXISTS (
    SELECT FROM activities_activity_teams AS link JOIN activities_team AS team ON team.id = link.team_id
    WHERE link.activity_id = fact.id AND team.home_region_id <> fact.place_region_id)"""

# All records' parties at once: asked record by record they would cost a load as much as the records themselves.
# The ids are said twice, or the planner reads all records there are beside a few thousand parties.
# A record without a party is nobody's and adds nothing; none is verified without a lead.
_WITH_PARTIES = f"""activities_activity AS fact JOIN activities_activityparty AS party ON party.activity_id = fact.id
    {SEATED.format(day="fact.starts_on")}
    WHERE fact.id = ANY({{ids}}) AND party.activity_id = ANY({{ids}}) AND fact.state = 'verified' GROUP BY fact.id"""
_PROVINCE = "coalesce(region.province_id, region.code)"
ACTIVITY = Fact(
    "activity",
    "activities_activity",
    (
        "activities", "lectures", "mass_culture", "touring_lectures", "cross_province",
        "audience_named", "audience_counted", "audience_estimated",
    ),
    "SELECT " + line(
        "fact.starts_on",
        f"array_agg(DISTINCT {MEMBER})",
        [
            "1", "(fact.kind = 'lecture')::int", "(fact.kind = 'mass_culture')::int", f"({_TOURING})::int",
            f"(min({_PROVINCE}) <> max({_PROVINCE}))::int",
            *(_AUDIENCE.format(basis=basis) for basis in ("named", "counted", "estimated")),
        ],
        dated="fact.precision <> 'year'", kind="fact.kind", task="fact.task", brand="coalesce(fact.brand_id::text, '')",
    ) + f" FROM {_WITH_PARTIES}",
    (
        own(
            "activities_activity", "state", "starts_on", "precision", "kind", "task", "brand_id", "place_region_id",
            "audience", "audience_basis", awaits=("activities_activityparty", "activity_id"),
        ),
        parts("activities_activityparty", "activity_id", "region_id", "role"),
        parts("activities_activity_teams", "activity_id", "team_id"),
        Source(
            "activities_team", ("home_region_id",),
            "SELECT activity_id FROM activities_activity_teams WHERE team_id IN (SELECT id FROM changed)", shared=True,
        ),
    ),
    ("kind", "task", "brand"),
    (("kind", "task"),),
)  # fmt: skip

# Lectures outside the home of one of their teams, by the homes and the place: from whom to whom. Beside the activity,
# because neither a team's home nor the place need take part in it, and it is credited to who does.
_HOMES_AND_PLACE = """(
    SELECT link.activity_id, team.home_region_id AS region_id, 'home' AS role
    FROM activities_activity_teams AS link JOIN activities_team AS team ON team.id = link.team_id
    WHERE link.activity_id = ANY({ids})
    UNION ALL SELECT id, place_region_id, 'place' FROM activities_activity WHERE id = ANY({ids})
) AS party"""
TOUR = Fact(
    "tour",
    "activities_activity",
    ("tours",),
    "SELECT " + line("fact.starts_on", f"array_agg(DISTINCT {MEMBER})", ["1"], dated="fact.precision <> 'year'")
    + f" FROM activities_activity AS fact JOIN {_HOMES_AND_PLACE} ON party.activity_id = fact.id "
    + SEATED.format(day="fact.starts_on")
    + f" WHERE fact.id = ANY({{ids}}) AND fact.state = 'verified' AND {_TOURING} GROUP BY fact.id",
    (
        own(
            "activities_activity", "state", "starts_on", "precision", "kind", "place_region_id",
            awaits=("activities_activity_teams", "activity_id"),
        ),
        parts("activities_activity_teams", "activity_id", "team_id"),
        Source(
            "activities_team", ("home_region_id",),
            "SELECT activity_id FROM activities_activity_teams WHERE team_id IN (SELECT id FROM changed)", shared=True,
        ),
    ),
)  # fmt: skip


def _entity(
    name: str, table: str, measures: tuple[str, ...], values: list[str], people: tuple[str, str] | None
) -> Fact:
    """A team, a work or a brand: credited to its home and to the homes of its people, whenever they took part."""
    homes = "SELECT fact.home_region_id AS region_id, ''::text AS role"
    sources = [own(table, "home_region_id", "since")]
    if people:
        homes += f" UNION SELECT home_region_id, '' FROM {people[0]} WHERE {people[1]} = fact.id"
        sources.append(parts(*people, "home_region_id"))
    said = line("fact.since", members(homes, "fact.since"), values)
    return Fact(
        name, table, measures, f"SELECT {said} FROM {table} AS fact WHERE fact.id = ANY({{ids}})", tuple(sources)
    )


_ROSTER = "SELECT home_region_id AS region_id FROM activities_teammember WHERE team_id = fact.id"
TEAM = _entity(
    "team", "activities_team", ("teams", "cross_region_teams"), ["1", f"{both_provinces(_ROSTER)}::int"],
    ("activities_teammember", "team_id"),
)  # fmt: skip
WORK = _entity("work", "activities_work", ("works",), ["1"], ("activities_workauthor", "work_id"))
BRAND = _entity("brand", "activities_brand", ("brands",), ["1"], None)
