"""What somebody wants mail about, where, and when not."""

from collections.abc import Iterable
from datetime import time

from hearthside.access.models import Account
from hearthside.base.refusal import Refusal
from hearthside.base.zones import names
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.notify.events import NoticePreferencesChanged
from hearthside.notify.kinds import KINDS
from hearthside.notify.models import Preferences
from hearthside.notify.queries import addresses_of


class NotYourAddress(Refusal):
    """Mail goes to checked addresses of one's own."""

    field = "email"

    def __init__(self) -> None:
        super().__init__("That is not a checked address of yours. Add it under sign-in first, then choose it here.")


class HalfAnHour(Refusal):
    """Quiet hours have a beginning and an end."""

    field = "quiet_until"

    def __init__(self) -> None:
        super().__init__("Say when quiet hours begin and when they end, or leave both empty.")


class UnknownZone(Refusal):
    """No zone is called so."""

    field = "zone"

    def __init__(self) -> None:
        super().__init__("There is no such time zone. Choose one from the list.")


class NotYours(Refusal):
    """Preferences are one's own."""

    def __init__(self) -> None:
        super().__init__("You can change what you get mail about yourself, and nobody else's.")


@action
def change_preferences(
    *,
    account: Account,
    email: str,
    without_mail: Iterable[str],
    quiet_from: time | None,
    quiet_until: time | None,
    zone: str,
    name_program: bool,
    by: Actor,
) -> Preferences:
    """
    Choose what to get mail about, at which of one's checked addresses, and between which hours not.

    Raises:
        NotYours: it is somebody else's account.
        NotYourAddress, HalfAnHour, UnknownZone: what was chosen cannot be.
    """
    if by.account != account.id:
        raise NotYours
    if email and email not in addresses_of(account):
        raise NotYourAddress
    if (quiet_from is None) != (quiet_until is None):
        raise HalfAnHour
    if zone not in names():
        raise UnknownZone
    wanted = Preferences(
        account=account,
        email=email,
        without_mail=sorted({kind for kind in without_mail if kind in KINDS and not KINDS[kind].always}),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        zone=zone,
        name_program=name_program,
    )
    before = Preferences.objects.select_for_update().filter(account=account).first()
    fields = ("email", "without_mail", "quiet_from", "quiet_until", "zone", "name_program")
    changed = tuple(f for f in fields if before is None or getattr(before, f) != getattr(wanted, f))
    if changed:
        wanted.save(force_insert=before is None, force_update=before is not None)
        record(NoticePreferencesChanged(account=account.id, fields=changed), by=by)
    return wanted
