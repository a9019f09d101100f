"""Examples for the API document: one joint record of 荣昌 and 隆昌 in March 2025."""

ANSWER = {
    "as_of": "2026-11-23T14:32:07+08:00",
    "rule": [
        "A joint record counts once in the total, and once in the row of each province, belt and county that takes "
        "part in it. The total is therefore not the sum of the rows.",
        "Only verified records are counted.",
        "A record counts on its first day.",
    ],
    "membership": "as_was",
    "state": "verified",
    "filters": {"from": "2025-01-01", "to": "2025-12-31"},
    "filters_in_words": "year 2025",
    "measures": [{"name": "lectures", "label": "lectures", "meaning": "Activities of the kind lecture."}],
    "dimensions": [{"name": "county", "label": "county", "meaning": "Each county that takes part."}],
    "rows": [
        {"by": {"county": {"code": "500153", "label": "荣昌区"}}, "values": {"lectures": 1}},
        {"by": {"county": {"code": "511083", "label": "隆昌市"}}, "values": {"lectures": 1}},
    ],
    "total": {"lectures": 1},
}

COMPARED = ANSWER | {
    "period": {"word": "2025-Q1", "label": "Q1 2025", "first": "2025-01-01", "last": "2025-03-31"},
    "filters": {"from": "2025-01-01", "to": "2025-03-31"},
    "filters_in_words": "from 2025-01-01 to 2025-03-31",
    "columns": [
        {"name": "before", "label": "before", "meaning": "The figure of the days that are compared with."},
        {"name": "change", "label": "change", "meaning": "The figure less that of the days before."},
        {
            "name": "change_percent",
            "label": "change in %",
            "meaning": "The change as a percentage of the figure before; empty where that is nought.",
        },
    ],
    "compared_with": {"word": "2024-Q1", "label": "Q1 2024", "first": "2024-01-01", "last": "2024-03-31"},
    "rows": [
        {
            "by": {"county": {"code": "500153", "label": "荣昌区"}},
            "values": {"lectures": 12},
            "before": {"lectures": 8},
            "change": {"lectures": 4},
            "change_percent": {"lectures": 50.0},
        },
        {
            "by": {"county": {"code": "511083", "label": "隆昌市"}},
            "values": {"lectures": 9},
            "before": {"lectures": 0},
            "change": {"lectures": 9},
            "change_percent": {"lectures": None},
        },
    ],
    "rest": {
        "rows": 39,
        "not_additive": ["lectures"],
        "values": {"lectures": None},
        "before": {"lectures": None},
        "change": {"lectures": None},
        "change_percent": {"lectures": None},
    },
    "total": {"lectures": 310},
    "total_beside": {
        "before": {"lectures": 248},
        "change": {"lectures": 62},
        "change_percent": {"lectures": 25.0},
    },
}

UPDATED = ANSWER | {
    "rule": [
        *ANSWER["rule"],
        "Only rows in which a figure is another than it stood at 2026-03-01T00:00:00+08:00 are given; a row that has "
        "nothing any more is given with 0. The total is always there.",
    ],
    "updated_after": "2026-03-01T00:00:00+08:00",
    "rows": [
        {"by": {"county": {"code": "500153", "label": "荣昌区"}}, "values": {"lectures": 2}},
        {"by": {"county": {"code": "512021", "label": "安岳县"}}, "values": {"lectures": 0}},
    ],
    "total": {"lectures": 3},
}

HEADLINE = {
    "as_of": "2026-11-23T14:32:07+08:00",
    "year": 2024,
    "figures": [
        {
            "name": "lectures",
            "label": "lectures",
            "value": 31704,
            "phrase": "3万余场",
            "meaning": "Activities of the kind lecture.",
            "rows": "https://portal.example/activities/?from=2024-01-01&to=2024-12-31&state=verified&kind=lecture",
            "records": "https://portal.example/api/v1/activities/?from=2024-01-01&to=2024-12-31&kind=lecture&state=verified",
            "statistics": "https://portal.example/api/v1/statistics/?measures=lectures&from=2024-01-01&to=2024-12-31",
        }
    ],
}

REFUSAL = {
    "errors": [
        {
            "code": "unknown_measure",
            "field": "measures",
            "message": "“visitors” is not known here. Allowed: activities, lectures, mass_culture, touring_lectures, "
            "cross_province, audience_named, audience_counted, audience_estimated, teams, cross_region_teams, works, "
            "brands.",
        }
    ],
    "request_id": "0d9e6a3c5b7f4e21",
}

MIXED_REFUSAL = {
    "errors": [
        {
            "code": "mixed_provenance",
            "field": "measures",
            "message": "People who signed in, were counted or were estimated are not added. Ask for audience_named, "
            "audience_counted, audience_estimated side by side, or say provenance=mixed.",
        }
    ],
    "request_id": "0d9e6a3c5b7f4e21",
}

NOT_ADDITIVE_REFUSAL = {
    "errors": [
        {
            "code": "not_additive",
            "field": "show",
            "message": "No running total of lectures: its rows do not add up to the total, for a record of two places "
            "stands in both rows and hours are rounded in each. Split by time, or leave out show=running.",
        }
    ],
    "request_id": "0d9e6a3c5b7f4e21",
}

UPDATED_REFUSAL = {
    "errors": [
        {
            "code": "vintage_too_recent",
            "field": "updatedAfter",
            "message": "This moment is not over yet. Ask again in a minute, or for an earlier one.",
        }
    ],
    "request_id": "0d9e6a3c5b7f4e21",
}
