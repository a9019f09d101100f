"""People of the registry: who stands in it, from which day to which, and who came."""

from indicators.tallies.facts.shape import ZONE, Fact, Source, line, members, own, parts

# Days on which a volunteer stands in the registry, and from where: each stretch of home, cut to the standing days; and
# of those the days on which something ties the person to the other province than that of today's home. A stretch adds
# on its first day and takes away on the day after its last, so that the sum up to a day is who stands on it.
_VOLUNTEER_DAYS = f"""
    SELECT change.day, change.region_id, sum(change.standing) AS standing, sum(change.across) AS across
    FROM (
        SELECT stretch.region_id, stretch.days * daterange(fact.registered_on, fact.ended_on) AS days, ties.days AS ties
        FROM (
            SELECT move.from_region_id AS region_id,
                daterange(lag(move.moved_on) OVER (ORDER BY move.moved_on, move.id), move.moved_on) AS days
            FROM volunteers_homemove AS move WHERE move.volunteer_id = fact.id
            UNION ALL SELECT fact.home_id, daterange(
                (SELECT max(moved_on) FROM volunteers_homemove WHERE volunteer_id = fact.id), NULL)
        ) AS stretch CROSS JOIN (
            SELECT CASE WHEN through.province_id <> coalesce(home.province_id, home.code) THEN '{{(,)}}'::datemultirange
            ELSE coalesce((SELECT range_agg(tie.days) FROM (
                SELECT daterange(coalesce(account.registered_on, (account.linked_at {ZONE})::date),
                    (account.closed_at {ZONE})::date) AS days
                FROM volunteers_platformaccount AS account
                JOIN volunteers_platform AS platform ON platform.id = account.platform_id
                WHERE account.volunteer_id = fact.id AND platform.province_id <> coalesce(home.province_id, home.code)
                    AND (account.closed_at IS NULL OR (account.closed_at {ZONE})::date
                        > coalesce(account.registered_on, (account.linked_at {ZONE})::date))
                UNION ALL SELECT daterange(area.since, area.until, '[]') FROM volunteers_servicearea AS area
                JOIN belts_region AS served ON served.code = area.region_id WHERE area.volunteer_id = fact.id
                    AND coalesce(served.province_id, served.code) <> coalesce(home.province_id, home.code)
            ) AS tie), '{{}}') END AS days
        ) AS ties
    ) AS span CROSS JOIN LATERAL (
        SELECT lower(span.days) AS day, span.region_id, 1 AS standing, 0 AS across
        UNION ALL SELECT upper(span.days), span.region_id, -1, 0
        UNION ALL SELECT lower(piece), span.region_id, 0, 1 FROM unnest(span.ties * datemultirange(span.days)) AS piece
        UNION ALL SELECT upper(piece), span.region_id, 0, -1 FROM unnest(span.ties * datemultirange(span.days)) AS piece
    ) AS change
    WHERE NOT isempty(span.days) AND change.day IS NOT NULL
    GROUP BY change.day, change.region_id"""
VOLUNTEER = Fact(
    "volunteer",
    "volunteers_volunteer",
    ("volunteers", "volunteers_cross_region", "volunteers_new"),
    "SELECT " + line(
        "line.day",
        members("SELECT line.region_id, ''::text AS role", "line.day"),
        ["line.standing", "line.across", "(line.day = fact.registered_on AND line.standing > 0)::int"],
        part="(row_number() OVER (PARTITION BY fact.id ORDER BY line.day, line.region_id))::smallint",
        platform="through.code", born="coalesce(fact.birth_year::text, '')",
    ) + " FROM volunteers_volunteer AS fact "
    "JOIN volunteers_platform AS through ON through.id = fact.registered_through_id "
    "JOIN belts_region AS home ON home.code = fact.home_id "
    f"CROSS JOIN LATERAL ({_VOLUNTEER_DAYS}) AS line "
    "WHERE fact.id = ANY({ids}) AND fact.state IN ('active', 'erased') "
    "AND (fact.ended_on IS NULL OR fact.ended_on > fact.registered_on)",
    (
        own(
            "volunteers_volunteer", "state", "home_id", "registered_on", "registered_through_id", "birth_year",
            "ended_on",
        ),
        parts("volunteers_homemove", "volunteer_id", "from_region_id", "moved_on"),
        Source(
            "volunteers_platformaccount",
            ("volunteer_id", "platform_id", "registered_on", "linked_at", "closed_at"),
            # Most accounts are on platforms of one's own province, and say nothing here.
            "SELECT changed.volunteer_id FROM changed "
            "JOIN volunteers_platform AS platform ON platform.id = changed.platform_id "
            "JOIN volunteers_volunteer AS volunteer ON volunteer.id = changed.volunteer_id "
            "JOIN belts_region AS home ON home.code = volunteer.home_id "
            "WHERE platform.province_id <> coalesce(home.province_id, home.code)",
        ),
        parts("volunteers_servicearea", "volunteer_id", "region_id", "since", "until"),
        Source(
            "volunteers_platform", ("province_id", "code"),
            "SELECT id FROM volunteers_volunteer WHERE registered_through_id IN (SELECT id FROM changed) "
            "UNION SELECT volunteer_id FROM volunteers_platformaccount WHERE platform_id IN (SELECT id FROM changed)",
            shared=True,
        ),
    ),
    ("platform", "born"),
    (("platform", "born"),),
)  # fmt: skip
