"""Lists, calendar and files of activities; teams, works and brands.

Whoever is signed in may ask for a list and gets the rows that are theirs to see. Teams, works and brands are seen by
all staff and kept by those who log or verify for their home.
"""

from tests.matrix import Row

UNSEEN = {"nobody": 404, "volunteer": 404}
KEEPERS = ("own_logger", "own_reviewer", "own_colleague", "corridor_office")
MAKERS = (*KEEPERS, "neighbour_logger", "neighbour_reviewer", "other_logger", "provincial_office")


def each(personas, status):
    return dict.fromkeys(personas, status)


TEAM, WORK, BRAND = {"pk": "team.pk"}, {"pk": "work.pk"}, {"pk": "brand.pk"}
MEMBER, AUTHOR = {"pk": "team_member.pk"}, {"pk": "work_author.pk"}
DATED = {"since": "2025-01-01", "home_region": "own.pk"}
NEW_TEAM = {"name": "新队", "kind": "folk", **DATED}
NEW_WORK = {"title": "新作", "kind": "script", **DATED}
NEW_BRAND = {"name": "新牌", **DATED}
PERSON = {"name": "新人", "part": "member", **DATED}
KEPT, MADE = each(KEEPERS, 200), each(KEEPERS, 302)

ROWS = [
    Row("activities:list"),
    Row("activities:print"),
    Row("activities:calendar"),
    Row("activities:export"),
    Row("activities:teams"),
    Row("activities:works"),
    Row("activities:brands"),
    Row("activities:team", arguments=TEAM, expected=UNSEEN),
    Row("activities:work", arguments=WORK, expected=UNSEEN),
    Row("activities:brand", arguments=BRAND, expected=UNSEEN),
    Row("activities:create_team", default=404, expected=each(MAKERS, 200)),
    Row("activities:create_work", default=404, expected=each(MAKERS, 200)),
    Row("activities:create_brand", default=404, expected=each(MAKERS, 200)),
    # Who keeps another region gets the form back: the home is not among those they may choose.
    Row("activities:create_team", "post", data=NEW_TEAM, default=404, expected=each(MAKERS, 200) | MADE),
    Row("activities:create_work", "post", data=NEW_WORK, default=404, expected=each(MAKERS, 200) | MADE),
    Row("activities:create_brand", "post", data=NEW_BRAND, default=404, expected=each(MAKERS, 200) | MADE),
    Row("activities:edit_team", arguments=TEAM, default=404, expected=KEPT),
    Row("activities:edit_work", arguments=WORK, default=404, expected=KEPT),
    Row("activities:edit_brand", arguments=BRAND, default=404, expected=KEPT),
    Row("activities:edit_team", "post", TEAM, NEW_TEAM | {"since": "2024-06-01"}, default=404, expected=MADE),
    Row("activities:edit_work", "post", WORK, NEW_WORK, default=404, expected=MADE),
    Row("activities:edit_brand", "post", BRAND, NEW_BRAND, default=404, expected=MADE),
    Row("activities:add_member", arguments=TEAM, default=404, expected=KEPT),
    Row("activities:add_member", "post", TEAM, PERSON, default=404, expected=MADE),
    Row("activities:end_membership", arguments=MEMBER, default=404, expected=KEPT),
    Row("activities:end_membership", "post", MEMBER, {"until": "2025-12-31"}, default=404, expected=MADE),
    Row("activities:add_author", arguments=WORK, default=404, expected=KEPT),
    Row("activities:add_author", "post", WORK, PERSON, default=404, expected=MADE),
    Row("activities:remove_author", "post", AUTHOR, default=404, expected=MADE),
    Row("activities:add_version", arguments=WORK, default=404, expected=KEPT),
    Row("activities:add_version", "post", WORK, {"note": "初稿"}, default=404, expected=MADE),
]
