"""Settings of sign-in (django-allauth): e-mail and password, then a one-time code or a passkey."""

from hearthside.access.limits import Rates
from hearthside.project import environment

_ENVIRONMENT = environment.read()

# Keys that seal second-factor secrets: the first seals, all open. Empty: one made from the secret key.
SEAL_KEYS: tuple[str, ...] = _ENVIRONMENT.seal_keys
# Staff need a second factor. Only the demonstration may say otherwise, and every page then says so.
SECOND_FACTOR: bool = _ENVIRONMENT.second_factor

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "hearthside.access.web.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The invitation came by the address, so it counts as checked; a new one is checked by a code sent there.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Neither words nor time tell whether an address is known: somebody unknown gets a mail too.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = Rates()
_FORMS = "hearthside.access.web.library_forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "SignInForm",
    "add_email": _FORMS + "NewEmailForm",
    "change_email": _FORMS + "NewEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "AskForResetForm",
    "reset_password_from_key": _FORMS + "ResetPasswordForm",
    "reauthenticate": _FORMS + "ConfirmPasswordForm",
    "confirm_email_verification_code": _FORMS + "ConfirmEmailForm",
}

MFA_ADAPTER = "hearthside.access.web.second_factor_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# One step before and after: phones are not all on time.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": _FORMS + "CodeForm",
    "reauthenticate": _FORMS + "ConfirmCodeForm",
    "activate_totp": _FORMS + "AddAppForm",
    "deactivate_totp": _FORMS + "RemoveAppForm",
    "generate_recovery_codes": _FORMS + "NewCodesForm",
    "add_webauthn": _FORMS + "AddPasskeyForm",
    "edit_webauthn": _FORMS + "RenamePasskeyForm",
    "authenticate_webauthn": _FORMS + "PasskeyForm",
    "login_webauthn": _FORMS + "PasskeySignInForm",
    "reauthenticate_webauthn": _FORMS + "ConfirmPasskeyForm",
}

# A session ends with the browser at the latest; idle and longest times are policy's (access.web.session_limits).
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ALLAUTH_TRUSTED_PROXY_COUNT = _ENVIRONMENT.proxies
