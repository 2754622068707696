"""Rules of the sign-in library's pages, by the names of their addresses."""

from hearthside.access.parts import WRITE
from hearthside.access.rule import Rule, foreign

# Answered before anybody is known.
BEFORE_SIGN_IN = (
    "account_login account_signup account_logout account_inactive account_reset_password account_reset_password_done "
    "account_reset_password_from_key account_reset_password_from_key_done account_confirm_email "
    "account_email_verification_sent account_confirm_login_code account_request_login_code mfa_authenticate "
    "mfa_login_webauthn mfa_trust account_confirm_phone account_verify_phone account_change_phone "
    "account_complete_signup mfa_signup_webauthn account_signup_by_passkey account_confirm_password_reset_code "
    "account_complete_password_reset"
).split()
# One's own account.
OWN = (
    "account_change_password account_set_password account_email account_reauthenticate mfa_index mfa_activate_totp "
    "mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes "
    "mfa_reauthenticate mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn "
    "mfa_reauthenticate_webauthn usersessions_list"
).split()

for name in BEFORE_SIGN_IN:
    foreign(name, Rule("sign-in", WRITE, public=True))
for name in OWN:
    foreign(name, Rule("own-account", WRITE))
