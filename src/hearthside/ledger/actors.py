"""
Who acts: a signed-in person within a program, or one of a few named parts of the system itself.

Nothing changes without an actor. The list of system actors is closed, so that a reader of the ledger knows each of
them, and so that no code can act under a name of its own making.
"""

from dataclasses import dataclass, field
from uuid import UUID

SYSTEM_ACTORS = frozenset(
    {
        "application_form",  # an applicant who has no account yet
        "calendar",  # reads somebody's sessions for whoever holds their calendar's secret address
        "command_line",  # whoever runs this installation's own commands
        "demonstration",  # builds the made-up program
        "door",  # somebody who checks in to one session by a ticket, without signing in
        "follow_up",  # writes what follows from a person's change: grants, pairs kept apart
        "live",  # watches the rooms of sessions that are held right now
        "migration",  # changes that come with a new release
        "nightly",  # work of every night: expiries, comparisons
        "outbox",  # sends what is due
        "pager",  # calls people until one of them answers
        "planner",  # proposes placements
        "sign_in",  # before anybody is known: sign-in, invitations, lock-out
        "visitor",  # reads public pages
    }
)


@dataclass(frozen=True)
class Actor:
    """
    Who acts, within which program, in which roles.

    A person has an `account`; a part of the system has its name in `system`; nobody has both. `request_id` ties
    together all that one request did.
    """

    account: UUID | None = None
    system: str | None = None
    program: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    request_id: str = ""

    def __post_init__(self) -> None:
        if (self.account is None) == (self.system is None):
            raise ValueError("An actor is either a person or a part of the system.")
        if self.system is not None and self.system not in SYSTEM_ACTORS:
            raise ValueError(f"No part of the system is called {self.system!r}.")

    @property
    def is_system(self) -> bool:
        return self.system is not None

    @property
    def is_anonymous(self) -> bool:
        """A visitor whom nobody has signed in."""
        return self.system in ("visitor", "application_form", "sign_in")

    @property
    def name_in_ledger(self) -> str:
        """How entries name the actor: an id or a system name, never a person's name."""
        return str(self.account) if self.account else f"system:{self.system}"


def system_actor(name: str, *, program: UUID | None = None, request_id: str = "") -> Actor:
    """A part of the system, acting within one program or, with none, in all."""
    return Actor(system=name, program=program, request_id=request_id)
