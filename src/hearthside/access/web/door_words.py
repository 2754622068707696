"""Lines of the sign-in log in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.models import Entry

METHODS = {
    "password": "password",
    "webauthn": "passkey",
    "totp": "authenticator app",
    "recovery_codes": "recovery code",
    "invitation": "invitation",
    "password_reset": "new password by e-mail",
}
REFUSED = {
    "password": "Wrong password",
    "second factor": "Wrong code",
    "passkey": "Passkey not accepted",
    "locked": "Tried while locked",
    "ended": "Access was ended before",
}
WHY_ENDED = {
    "asked": "Signed out other devices",
    "idle": "Signed out: away too long",
    "too long": "Signed out: signed in too long",
}


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    entry: Entry
    name: str = ""

    @property
    def at(self) -> datetime:
        return self.entry.at

    @property
    def account(self) -> UUID | None:
        found = self.entry.facts.get("account")
        return UUID(found) if found else None

    @property
    def kind(self) -> str:
        return {"SignedIn": "ok", "SignInRefused": "warn", "AccountLocked": "danger"}.get(self.entry.kind, "plain")

    @property
    def words(self) -> str:
        facts = self.entry.facts
        if self.entry.kind == "SignedIn":
            methods = [METHODS.get(method, method) for method in facts["methods"]]
            return f"Signed in ({' and '.join(methods)})" if methods else "Signed in"
        if self.entry.kind == "SignInRefused":
            return REFUSED.get(facts["why"], "Refused")
        if self.entry.kind == "AccountLocked":
            return f"Locked for {facts['minutes']} minutes"
        if self.entry.kind == "SessionsEnded":
            return WHY_ENDED.get(facts["why"], "Signed out")
        return {"AccessEnded": "Access ended", "SignedOut": "Signed out"}.get(self.entry.kind, self.entry.kind)

    @property
    def device(self) -> str:
        return str(self.entry.facts.get("device", ""))

    @property
    def unknown(self) -> str:
        """A mark for an address nobody has: equal for equal addresses, and never the address."""
        return str(self.entry.facts.get("unknown") or "")[:8]
