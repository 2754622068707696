"""Rules of the sign-in library's pages, by the names of their addresses (`access.web.library`)."""

from hearthside.access.parts import WRITE
from hearthside.access.rule import Rule, foreign

# Answered before anybody is known.
BEFORE_SIGN_IN = (
    "account_login account_signup account_logout account_inactive account_reset_password account_reset_password_done "
    "account_reset_password_from_key account_reset_password_from_key_done mfa_authenticate mfa_login_webauthn"
).split()
# One's own account.
OWN = (
    "account_change_password account_set_password account_email account_email_verification_sent "
    "account_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes "
    "mfa_generate_recovery_codes mfa_download_recovery_codes mfa_reauthenticate mfa_list_webauthn mfa_add_webauthn "
    "mfa_edit_webauthn mfa_remove_webauthn mfa_reauthenticate_webauthn"
).split()

for name in BEFORE_SIGN_IN:
    foreign(name, Rule("sign-in", WRITE, public=True))
for name in OWN:
    foreign(name, Rule("own-account", WRITE))
