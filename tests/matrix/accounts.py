from tests.matrix import Row

EVERYBODY = {"anonymous": 200}
# Only who signs in for the first time in this session is asked; the others are led on.
SIGN_IN = [
    Row("account_login", default=302, expected={"anonymous": 200}),
    Row("account_logout", expected={"anonymous": 302}),
    Row("account_logout", "post", default=302),
    Row("account_inactive", expected=EVERYBODY),
    Row("account_reauthenticate"),
    Row("account_change_password"),
    Row("account_reset_password_from_key", arguments={"uidb36": "1", "key": "wrong"}, expected=EVERYBODY),
    Row("account_reset_password_from_key_done", expected=EVERYBODY),
    Row("mfa_index"),
    Row("mfa_authenticate", default=302),
    Row("mfa_reauthenticate", default=302),
    Row("mfa_activate_totp", default=302),  # the password is asked first
    Row("mfa_deactivate_totp", default=404),  # nobody here has a second factor
    Row("mfa_view_recovery_codes", default=404),
    Row("mfa_generate_recovery_codes", default=302),
    Row("usersessions_list"),
    Row("session_end", "post", {"pk": "session.pk"}, default=404, expected={"own_logger": 302}),
    Row("session_extend", "post", default=204),
    Row("session_expired", default=302),
]

NOTICE, ADDRESS = {"pk": "notice.pk"}, {"pk": "feed_address.pk"}
# Everybody has some of their own, and sees nobody else's.
OWN = [
    Row("notices"),
    Row("notices", query="?all=true"),
    Row("notices_read", "post", default=302),
    Row("notice_open", "post", NOTICE, default=404, expected={"own_logger": 302}),
    Row("api:notice-list"),
    Row("api:notice-read", "post", NOTICE, default=404, expected={"own_logger": 200}),
    Row("feed_create"),
    Row("feed_create", "post", data={"subject": "unknown"}),  # the form again
    Row("feed_revoke", "post", ADDRESS, default=404, expected={"own_logger": 302}),
    # Whoever knows the secret gets its person's calendar, signed in or not.
    Row("feed", arguments={"secret": "feed_secret"}, expected=EVERYBODY),
]

API = [Row("api:me")]

ADMINISTRATORS = ("system_administrator", "security_administrator", "auditor")
# All three see who holds what; only the system administrator changes it.
SEEN = {"default": 404, "expected": dict.fromkeys(ADMINISTRATORS, 200)}
CHANGED = {"default": 404, "expected": {"system_administrator": 302}}
CHANGE_PAGE = {"default": 404, "expected": {"system_administrator": 200}}
LOGGER = {"pk": "own_logger.pk"}
PEOPLE = [
    Row("accounts:people", **SEEN),
    Row("accounts:holdings", **SEEN),
    Row("accounts:person", arguments=LOGGER, **SEEN),
    Row("profile"),
    Row("accounts:person_create", **CHANGE_PAGE),
    Row("accounts:person_create", "post", data={"username": "new", "name": "新"}, **CHANGED),
    Row("accounts:person_edit", arguments=LOGGER, **CHANGE_PAGE),
    Row("accounts:person_edit", "post", LOGGER, {"name": "改"}, **CHANGED),
    Row("accounts:grant", arguments=LOGGER, **CHANGE_PAGE),
    Row(
        "accounts:grant",
        "post",
        LOGGER,
        {"role": "county_reviewer", "region": "own.pk", "since": "2026-01-01"},
        **CHANGED,
    ),
    Row("accounts:end_post", arguments={"pk": "holding.pk"}, **CHANGE_PAGE),
    Row("accounts:end_post", "post", {"pk": "holding.pk"}, **CHANGED),
    Row("accounts:deactivate", "post", LOGGER, **CHANGED),
    Row("accounts:reactivate", "post", LOGGER, **CHANGED),
    Row("accounts:reset_link", "post", LOGGER, **CHANGE_PAGE),
    Row("accounts:remove_second_factor", "post", LOGGER, default=404, expected={"security_administrator": 302}),
]

TOKEN_FORM = {
    "user": "client_account.pk",
    "purpose": "exchange",
    "whole_corridor": "1",
    "expires_on": "2027-01-01",
}
ISSUED = {"default": 404, "expected": {"security_administrator": 200}}
TOKENS = [
    Row("accounts:tokens", default=404, expected={"security_administrator": 200, "auditor": 200}),
    Row("accounts:token_issue", **ISSUED),
    Row("accounts:token_issue", "post", data=TOKEN_FORM, **ISSUED),
    Row(
        "accounts:token_revoke",
        "post",
        {"pk": "token.pk"},
        default=404,
        expected={"security_administrator": 302},
    ),
]

AUDITED = {"default": 404, "expected": {"auditor": 200}}
AUDIT = [
    Row("accounts:audit", **AUDITED),
    Row("accounts:audit", query="?what=acts&action=sign_in&from=2026-01-01", **AUDITED),
    Row("accounts:audit_export", query="?format=csv", **AUDITED),
    Row("accounts:seals", **AUDITED),
]

ROWS = [*SIGN_IN, *OWN, *API, *PEOPLE, *TOKENS, *AUDIT]
