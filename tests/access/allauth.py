"""Sign-in, second factors, sessions: the own account only. The harness has no recent sign-in by password."""

from tests.access.rows import PUBLIC, Row

OWN = Row(default=200)
# Changing how one signs in asks for the password again.
ASKED_AGAIN = Row(default=302)
NOT_OFFERED = Row(anonymous=404, default=404)
# Nothing to take off: no second factor yet.
NOTHING_YET = Row(default=404)
# Signed in already: on to the desk.
ENTRANCE = Row(anonymous=200, default=302)

ROWS = {
    "account_login": ENTRANCE,
    "account_logout": OWN,
    "account_inactive": PUBLIC,
    "account_reauthenticate": OWN,
    "account_change_password": OWN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Row(
        kwargs=lambda world: {"uidb36": "zz", "key": "wrong"}, anonymous=200, default=200
    ),
    "account_reset_password_from_key_done": PUBLIC,
    "account_signup": NOT_OFFERED,
    "account_email": NOT_OFFERED,
    "account_email_verification_sent": NOT_OFFERED,
    "account_confirm_email": Row(kwargs=lambda world: {"key": "any"}, anonymous=404, default=404),
    "account_set_password": NOT_OFFERED,
    "socialaccount_signup": NOT_OFFERED,
    "mfa_index": OWN,
    "mfa_authenticate": Row(anonymous=302, default=302),
    "mfa_reauthenticate": Row(default=302),
    "mfa_activate_totp": ASKED_AGAIN,
    "mfa_deactivate_totp": NOTHING_YET,
    "mfa_view_recovery_codes": NOTHING_YET,
    "mfa_generate_recovery_codes": ASKED_AGAIN,
    "mfa_download_recovery_codes": NOTHING_YET,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": ASKED_AGAIN,
    "mfa_login_webauthn": Row(anonymous=302, default=302),
    "mfa_reauthenticate_webauthn": Row(default=302),
    "mfa_remove_webauthn": Row(kwargs=lambda world: {"pk": 0}, default=302),
    "mfa_edit_webauthn": Row(kwargs=lambda world: {"pk": 0}, default=302),
    "usersessions_list": OWN,
    "socialaccount_connections": OWN,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": Row(anonymous=401, default=401),
    "openid_connect_login": Row(kwargs=lambda world: {"provider_id": "none"}, anonymous=404),
    "openid_connect_callback": Row(kwargs=lambda world: {"provider_id": "none"}, anonymous=404),
}
