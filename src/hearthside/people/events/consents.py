"""What can be said to have happened to agreements: which was signed in which version, and which was taken back."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    signature: UUID
    patient: UUID | None
    partner: UUID | None
    agreement: str
    version: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class AgreementRevoked(Event):
    signature: UUID
    patient: UUID | None
    agreement: str
