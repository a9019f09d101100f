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
