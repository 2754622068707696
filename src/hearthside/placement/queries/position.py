"""
Where the ledger stands, as a token: by it a copy of the roster in memory knows that it is out of date.

Everything that changes is in the ledger. What never touches placement is listed; an event nobody thought of counts.
"""

from uuid import UUID

from django.db import connection

from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind

# Signing in, mail, grants, proposals and offers that wait change nobody's place. Whatever is not listed here may.
TOUCH_NO_PLACE = (
    "AccountLocked", "AgreementSigned", "EditTakenBack", "GrantsChanged", "GrantsDiffered", "InvitationAccepted",
    "InvitationSent", "OfferExtended", "OfferLapsed", "OfferReminded", "PasswordChanged", "PlaceOffered",
    "PlacementExplained", "ProposalAsked", "ProposalCancelAsked", "ProposalEdited", "ProposalFailed", "ProposalReady",
    "ProposalThingsTakenOut", "PublishingAsked", "PublishingFailed", "PublishingRefused", "RolePartsGranted",
    "RosterExported", "ScenarioAsked", "ScenarioCancelAsked", "ScenarioFailed", "ScenarioReady", "SignedIn",
    "SignedOut",
)  # fmt: skip

_HEADS = "SELECT chain, position FROM ledger_chain_head WHERE book = 'entry' ORDER BY chain"
_SINCE = """
    SELECT EXISTS (
        SELECT 1 FROM unnest(%s::int[], %s::bigint[]) AS stood(chain, position)
          JOIN ledger_entry e ON e.chain = stood.chain AND e.position > stood.position
         WHERE (e.program_id = %s OR e.program_id IS NULL) AND e.kind <> ALL(%s)
    )
"""


def position() -> str:
    """How far each of the ledger's chains has come by now: "12 0 7 ...", in the order of the chains."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        return " ".join(str(place) for _, place in cursor.fetchall())


def unchanged_since(program: UUID, token: str, *, by: Actor) -> bool:
    """Whether nothing has happened in this program since then that could touch anybody's place."""
    stood = [int(place) for place in token.split()]
    with behind(program, by), connection.cursor() as cursor:
        cursor.execute(_SINCE, [list(range(len(stood))), stood, program, list(TOUCH_NO_PLACE)])
        (changed,) = cursor.fetchone()
    return not changed
