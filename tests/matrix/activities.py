from tests.matrix import Row

LOGGERS = ("own_logger", "own_colleague", "neighbour_logger", "other_logger")
# Who keeps the records of 荣昌区: its loggers and reviewers, its provincial office, the corridor office.
KEEPERS = ("own_logger", "own_reviewer", "own_colleague", "corridor_office", "provincial_office")
REVIEWERS = ("own_reviewer", "provincial_office")
# Who sees what is not yet verified besides: the partners, and the auditor, who changes nothing.
PARTIES = ("neighbour_logger", "neighbour_reviewer", "auditor")
NO_STAFF = {"nobody": 404, "volunteer": 404}

DRAFT = {"pk": "draft.pk"}
SUBMITTED = {"pk": "submitted.pk"}
VERIFIED = {"pk": "verified.pk"}


def only(people, status):
    return dict.fromkeys(people, status)


LOGGING = [
    Row("activities:create", default=403, expected=only(LOGGERS, 200)),
    Row("activities:create", "post", data={}, default=403, expected=only(LOGGERS, 200)),
    Row("activities:partner_choices"),
    Row("activities:picker_choices", arguments={"kind": "teams"}, query="?find_teams=x"),
    Row("activities:edit", arguments=DRAFT, default=404, expected=only(KEEPERS, 200)),
    Row("activities:edit", "post", arguments=DRAFT, data={}, default=404, expected=only(KEEPERS, 200)),
    Row("activities:edit", arguments=SUBMITTED, default=404, expected=only(KEEPERS, 302)),
]

LIFE = [
    Row("activities:detail", arguments=DRAFT, default=404, expected=only((*KEEPERS, "auditor"), 200)),
    Row("activities:detail", arguments=SUBMITTED, default=404, expected=only((*KEEPERS, *PARTIES), 200)),
    Row("activities:detail", arguments=VERIFIED, expected=NO_STAFF),
    Row("activities:submit", "post", arguments=DRAFT, default=404, expected=only(KEEPERS, 302)),
    Row("activities:delete", "post", arguments=DRAFT, default=404, expected=only(KEEPERS, 302)),
    Row("activities:verify", "post", arguments=SUBMITTED, default=404, expected=only(REVIEWERS, 302)),
    Row(
        "activities:return", "post", arguments=SUBMITTED, data={"reason": "x"}, default=404,
        expected=only(REVIEWERS, 302),
    ),
    Row(
        "activities:reopen", "post", arguments=VERIFIED, data={"reason": "x"}, default=404,
        expected=only(REVIEWERS, 302),
    ),
    Row("activities:to_finish"),
    Row("activities:to_verify"),
    Row("activities:to_verify", "post", data={"ticked": "1-1"}, default=302),
]  # fmt: skip

ROWS: list[Row] = [*LOGGING, *LIFE]
