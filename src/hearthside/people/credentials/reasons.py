"""Why somebody may not treat somebody: named, so that no program tells reasons apart by their English."""

from enum import StrEnum


class Reason(StrEnum):
    """In the order of how near it is to a yes: of several authorities, the last named here speaks for all."""

    UNKNOWN_STATE = "unknown_state"
    OUT_OF_SCOPE = "out_of_scope"
    CREDENTIAL_NOT_ACTIVE = "credential_not_active"
    CREDENTIAL_NOT_YET_ISSUED = "credential_not_yet_issued"
    CREDENTIAL_EXPIRED = "credential_expired"
    NO_AUTHORITY = "no_authority"
    WRONG_COMPACT = "wrong_compact"
    COMPACT_NOT_IN_USE = "compact_not_in_use"
    EXCEPTION_WITHOUT_END = "exception_without_end"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    PENDING = "pending"
    NOT_YET_VALID = "not_yet_valid"
    HOME_LICENSE_MISSING = "home_license_missing"
    UNCONFIRMED = "unconfirmed"
    SUPERVISION_MISSING = "supervision_missing"
    SUPERVISION_NOT_NOW = "supervision_not_now"
    SUPERVISOR_MAY_NOT = "supervisor_may_not"

    @property
    def nearness(self) -> int:
        return list(Reason).index(self)
