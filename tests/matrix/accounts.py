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

API = [Row("api:me")]

ROWS = [*SIGN_IN, *API, Row("accounts:profile")]
