"""Activities, teams, works and brands over the API: the same rights as on the pages."""

from tests.matrix import Row
from tests.matrix.activity_lists import BRAND, KEEPERS, NEW_BRAND, NEW_TEAM, NEW_WORK, PERSON, TEAM, UNSEEN, WORK, each

LOGGERS = ("own_logger", "own_colleague")
MANAGERS = (*LOGGERS, "own_reviewer", "provincial_office", "corridor_office")
REVIEWERS = ("own_reviewer", "provincial_office")
DRAFT, SUBMITTED, VERIFIED = {"pk": "draft.pk"}, {"pk": "submitted.pk"}, {"pk": "verified.pk"}
RECORD = {"title": "联合宣讲", "kind": "lecture", "starts_on": "2025-03-01", "lead": {"region": "500153"}}
REASON = {"reason": "请补充人数"}
PARTIES = (*MANAGERS, "auditor")
AUTHOR_NAME = {name: PERSON[name] for name in ("name", "home_region")}
MEMBER_DATA = {**PERSON, "part": "leader"}
IN_TEAM = {"pk": "team_member.team_id", "member": "team_member.pk"}
IN_WORK = {"pk": "work_author.work_id", "author": "work_author.pk"}

ROWS = [
    Row("api:activity-list"),
    Row("api:activity-export"),
    Row("api:activity-list", "post", data=RECORD, default=400, expected=each(LOGGERS, 201)),
    Row("api:activity-detail", arguments=DRAFT, default=404, expected=each(PARTIES, 200)),
    Row("api:activity-detail", arguments=VERIFIED, expected=UNSEEN),
    Row("api:activity-detail", "patch", DRAFT, {"version": 1}, default=404, expected=each(MANAGERS, 200)),
    Row("api:activity-submit", "post", DRAFT, {}, default=404, expected=each(MANAGERS, 200)),
    Row("api:activity-verify", "post", SUBMITTED, {}, default=404, expected=each(REVIEWERS, 200)),
    Row("api:activity-return", "post", SUBMITTED, REASON, default=404, expected=each(REVIEWERS, 200)),
    Row("api:activity-reopen", "post", VERIFIED, REASON, default=404, expected=each(REVIEWERS, 200)),
    Row("api:team-list"),
    Row("api:work-list"),
    Row("api:brand-list"),
    Row("api:team-detail", arguments=TEAM, expected=UNSEEN),
    Row("api:work-detail", arguments=WORK, expected=UNSEEN),
    Row("api:brand-detail", arguments=BRAND, expected=UNSEEN),
    Row("api:team-members", arguments=TEAM, expected=UNSEEN),
    Row("api:work-versions", arguments=WORK, expected=UNSEEN),
    # A home that the caller does not keep is a value that is not allowed.
    Row("api:team-list", "post", data=NEW_TEAM, default=400, expected=each(KEEPERS, 201)),
    Row("api:work-list", "post", data=NEW_WORK, default=400, expected=each(KEEPERS, 201)),
    Row("api:brand-list", "post", data=NEW_BRAND, default=400, expected=each(KEEPERS, 201)),
    Row("api:team-detail", "patch", TEAM, {"name": "改"}, default=404, expected=each(KEEPERS, 200)),
    Row("api:work-detail", "patch", WORK, {"title": "改"}, default=404, expected=each(KEEPERS, 200)),
    Row("api:brand-detail", "patch", BRAND, {"name": "改"}, default=404, expected=each(KEEPERS, 200)),
    Row("api:team-members", "post", TEAM, MEMBER_DATA, default=404, expected=each(KEEPERS, 201)),
    Row("api:team-end-membership", "post", IN_TEAM, {"until": "2025-12-31"}, default=404, expected=each(KEEPERS, 200)),
    Row("api:work-authors", "post", WORK, AUTHOR_NAME, default=404, expected=each(KEEPERS, 201)),
    Row("api:work-author", "delete", IN_WORK, default=404, expected=each(KEEPERS, 204)),
    Row("api:work-versions", "post", WORK, {"note": "初稿"}, default=404, expected=each(KEEPERS, 201)),
]
