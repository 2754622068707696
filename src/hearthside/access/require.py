"""May this actor do this, within this program? Asked first by every action that a role decides."""

from uuid import UUID

from hearthside.access.permissions import Permission, may_do
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor

# Parts of the system act under rules of their own: each action that lets one in says so by name.
TRUSTED = frozenset({"command_line", "demonstration", "follow_up", "migration", "nightly"})


class NotAllowed(Refusal):
    """This actor may not do this here."""

    def __init__(self, actor: Actor, permission: Permission):
        self.actor, self.permission = actor, permission
        super().__init__(f"You may not {permission.value} in this program. Ask the program's director if you should.")


def require(by: Actor, permission: Permission, *, within: UUID, also: frozenset[str] = frozenset()) -> None:
    """
    Go on only if `by` may do this within this program; `also` names system actors that may, beside the trusted ones.

    Raises:
        NotAllowed: the actor acts in another program, or holds no role that may.
    """
    if by.is_system:
        if by.system in TRUSTED | also and by.program in (None, within):
            return
        raise NotAllowed(by, permission)
    if by.program != within or not may_do(by.roles, permission):
        raise NotAllowed(by, permission)
