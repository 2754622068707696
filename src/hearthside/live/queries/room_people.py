"""Who is meant by somebody in a room: by the opaque id that pages carry, or by whoever signed in."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.ledger.actors import Actor
from hearthside.live.models.room_acts import CallMe, Flag
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession, SessionOver
from hearthside.live.room_refusals import NobodyThere, NotYourScreen
from hearthside.live.words import PARTNER, PATIENT

TREATED = (PATIENT, PARTNER)
# They sit there, or have stepped away and keep their place.
HERE = Q(until_at__isnull=True) | Q(stepped_away__isnull=False, stepped_away__back_at__isnull=True)


def require_open(live: LiveSession) -> None:
    """
    Go on while the session is not over.

    Raises:
        SessionOver: it is.
    """
    if LiveSession.objects.filter(pk=live.pk, ended_at__isnull=False).exists():
        raise SessionOver


def sittings(live: LiveSession) -> QuerySet[SeatOccupant]:
    """Everybody at a seat of this session that was not put out, those included who stepped away. Behind the scenes."""
    rows: QuerySet[SeatOccupant] = SeatOccupant.objects.filter(HERE, seat__session=live, seat__revoked_at__isnull=True)
    return rows.select_related("seat", "patient", "partner", "clinician").order_by("-from_at", "-pk")


def meant(live: LiveSession, sitter: UUID) -> SeatOccupant:
    """
    The patient or partner whom staff mean. Behind the scenes.

    Raises:
        NobodyThere: nobody of this id is there.
    """
    row: SeatOccupant | None = sittings(live).filter(pk=sitter, role__in=TREATED).first()
    if row is None:
        raise NobodyThere
    return row


def own_or_beside(live: LiveSession, sitter: UUID | None, by: Actor, *, roles: Iterable[str] = TREATED) -> SeatOccupant:
    """
    The person for whom `by` speaks: themselves, or whoever sits at their screen. Behind the scenes.

    Raises:
        NotInThisSession: `by` sits nowhere here. NotYourScreen: whoever is meant sits elsewhere.
    """
    if by.account is None:
        raise NotInThisSession
    seats = tie(by.account, live.pk).seats
    rows = list(sittings(live).filter(seat__in=seats, role__in=list(roles)))
    if not rows:
        raise NotInThisSession
    if sitter is not None:
        beside = next((row for row in rows if row.pk == sitter), None)
        if beside is None:
            raise NotYourScreen
        return beside
    own = next((row for row in rows if account_of(row) == by.account), None)
    if own is None:
        raise NotYourScreen
    return own


def meant_by(live: LiveSession, sitter: UUID | None, by: Actor) -> SeatOccupant:
    """
    The person whom somebody names who leads, or speaks for themselves or their own screen. Behind the scenes.

    Raises:
        NotInThisSession: `by` is nobody of these. NobodyThere, NotYourScreen: whoever is meant is not there.
    """
    try:
        return own_or_beside(live, sitter, by)
    except (NotInThisSession, NotYourScreen):
        require_leading(live, by)
        if sitter is None:
            raise NobodyThere from None
        return meant(live, sitter)


def leading_account(live: LiveSession, by: Actor) -> UUID:
    """
    The account of whoever leads here, helps to, or comes to: what is written down bears it.

    Raises:
        NotInThisSession: `by` is nobody of these, or no person.
    """
    require_leading(live, by)
    if by.account is None:
        raise NotInThisSession
    return by.account


def account_of(row: SeatOccupant) -> UUID | None:
    """With which account this person signs in."""
    person = row.patient or row.partner or row.clinician
    account: UUID | None = person.account_id if person else None
    return account


def person(row: SeatOccupant) -> dict[str, UUID | None]:
    """The patient or partner of a sitting, as rows and lines of the ledger name them."""
    return {"patient": row.patient_id, "partner": row.partner_id}


def patients_at(seat: Seat) -> tuple[UUID, ...]:
    """The patients who sit at a seat now."""
    rows = SeatOccupant.objects.filter(seat=seat, patient__isnull=False, until_at__isnull=True)
    return tuple(rows.values_list("patient", flat=True))


def goes_without_a_word(seat: Seat) -> bool:
    """Whether somebody at this seat is flagged, and has not said since where to call them. Behind the scenes."""
    here = {row.who_id for row in SeatOccupant.objects.filter(HERE, seat=seat, role__in=TREATED)}
    flagged = {row.who_id: row.raised_at for row in Flag.objects.filter(session=seat.session_id, ended_at__isnull=True)}
    if not here & flagged.keys():
        return False
    said = {row.who_id: row.at for row in CallMe.objects.filter(session=seat.session_id).order_by("at", "id")}
    return any(who not in said or said[who] < flagged[who] for who in here & flagged.keys())
