"""Partners are linked and part. Each says in private whether they would like to be in groups together."""

from hearthside.access.models import Account
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.actions.keep_apart import begin_reason, end_reason
from hearthside.people.credentials.facts import kept_email, text
from hearthside.people.events.couples import (
    PartnersLinked,
    PartnersParted,
    PartnerWithoutChartChanged,
    TogetherWishSaid,
)
from hearthside.people.models.couples import (
    ENDINGS,
    Couple,
    CoupleMember,
    CoupleWish,
    KeepApartReason,
    PartnerWithoutChart,
)
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import one_of
from hearthside.people.phones import kept_phone
from hearthside.people.queries.couples import shared_view
from hearthside.people.queries.standing import require_part


class AlreadyLinked(Refusal):
    """One of the two is linked with somebody."""

    def __init__(self) -> None:
        super().__init__("One of the two is linked with a partner already. End that link first.")


class NotTwoPeople(Refusal):
    """Nobody is their own partner, and partners are treated in one program."""

    def __init__(self) -> None:
        super().__init__("Choose two different people of this program.")


class SignsInAlready(Refusal):
    """The partner signs in with another account."""

    def __init__(self) -> None:
        super().__init__("This partner already signs in with another account. End that one's access first.")


class NotLinked(Refusal):
    """The couple is linked no more."""

    def __init__(self) -> None:
        super().__init__("These two are not linked any more.")


@action
def link_partners(*, first: Patient, second: Patient, by: Actor) -> Couple:
    """
    Link two patients as each other's partner. From now on each sees of the other what partners may see.

    Both are asked alone before, by whoever links them.

    Raises:
        NotAllowed: `by` may not link partners in this program.
        NotTwoPeople, AlreadyLinked: the two cannot be a couple now.

    Rule: docs/rules/couples-privacy.md
    """
    require(by, Permission.LINK_PARTNERS, within=first.program_id)
    if first.pk == second.pk or first.program_id != second.program_id:
        raise NotTwoPeople
    couple = Couple(program_id=first.program_id, from_at=clock.now())
    with refusing({"patient_in_one_open_couple": AlreadyLinked()}):
        couple.save(force_insert=True)
        for patient in sorted((first, second), key=lambda p: p.id):
            CoupleMember.objects.create(program_id=first.program_id, couple=couple, patient=patient)
    record(PartnersLinked(couple=couple.id, patients=(first.id, second.id), partner=None), by=by)
    bring_grants_up_to_date(first.program_id, [first.id, second.id], by=by)
    return couple


@action
def link_partner_without_chart(
    *, patient: Patient, name: str, pronouns: str = "", email: str = "", phone: str = "", by: Actor
) -> Couple:
    """
    Link a patient with a partner who is no patient here.

    Raises:
        NotAllowed: `by` may not link partners in this program.
        WrongFact: something typed is missing or cannot be.
        AlreadyLinked: the patient is linked with somebody.
    """
    require(by, Permission.LINK_PARTNERS, within=patient.program_id)
    partner = PartnerWithoutChart(program_id=patient.program_id, patient=patient)
    _write(partner, name, pronouns, email, phone)
    couple = Couple(program_id=patient.program_id, from_at=clock.now())
    with refusing({"patient_in_one_open_couple": AlreadyLinked()}):
        partner.save(force_insert=True)
        couple.save(force_insert=True)
        CoupleMember.objects.create(program_id=patient.program_id, couple=couple, patient=patient)
        CoupleMember.objects.create(program_id=patient.program_id, couple=couple, partner=partner)
    record(PartnersLinked(couple=couple.id, patients=(patient.id,), partner=partner.id), by=by)
    bring_grants_up_to_date(patient.program_id, [patient.id], by=by)
    return couple


@action
def change_partner_without_chart(
    *, partner: PartnerWithoutChart, name: str, pronouns: str = "", email: str = "", phone: str = "", by: Actor
) -> None:
    """
    Change what is known of a partner without a chart: by staff, or by the partner.

    Raises:
        NotAllowed: `by` is neither.
        WrongFact: something typed is missing or cannot be.
    """
    if by.account is None or by.account != partner.account_id:
        require(by, Permission.LINK_PARTNERS, within=partner.program_id)
    _write(partner, name, pronouns, email, phone)
    partner.save(update_fields=["name", "pronouns", "email", "phone"])
    record(PartnerWithoutChartChanged(partner=partner.id, what="details"), by=by)


@action
def link_partner_account(*, partner: PartnerWithoutChart, account: Account, by: Actor) -> None:
    """
    Let a partner without a chart sign in with this account: from now on they see what partners may see.

    Raises:
        NotAllowed: `by` may not link partners in this program.
        SignsInAlready: the partner has another account.
    """
    require(by, Permission.LINK_PARTNERS, within=partner.program_id, also=frozenset({"sign_in"}))
    with behind(partner.program_id, by):
        row = PartnerWithoutChart.objects.select_for_update().get(pk=partner.pk)
        if row.account_id == account.id:
            return
        if row.account_id is not None:
            raise SignsInAlready
        row.account = account
        row.save(update_fields=["account"])
    partner.account = account
    record(PartnerWithoutChartChanged(partner=partner.id, what="account"), by=by)
    bring_grants_up_to_date(partner.program_id, [partner.patient_id], by=by)


@action
def part_partners(*, couple: Couple, because: str, by: Actor) -> None:
    """
    End the link between two partners, now. Each keeps a frozen picture of what they could see; nothing new is added.

    Raises:
        NotAllowed: `by` may not link partners in this program.
        WrongFact: no reason from the list.
        NotLinked: they were parted before.
    """
    require(by, Permission.LINK_PARTNERS, within=couple.program_id)
    one_of("because", because, ENDINGS, "Choose why the link ends.")
    end_couple(couple, because=because, by=by)


def end_couple(couple: Couple, *, because: str, by: Actor) -> None:
    """The link ends: views freeze, wishes about each other end, grants end. Raises NotLinked."""
    with behind(couple.program_id, by):
        row = Couple.objects.select_for_update().get(pk=couple.pk)
        if row.until_at is not None:
            raise NotLinked
        at = clock.now()
        members = list(row.members.select_related("patient", "partner"))
        for member in members:
            member.shared = shared_view(row, member, members, at=at).kept()
            member.until_at = at
            member.save(update_fields=["until_at", "shared"])
        row.until_at, row.ended_because = at, because
        row.save(update_fields=["until_at", "ended_because"])
    patients = [m.patient_id for m in members if m.patient_id]
    record(PartnersParted(couple=couple.id, patients=tuple(patients), because=because), by=by)
    following.follow("separated", couple=row, patients=tuple(patients), because=because, by=by)
    bring_grants_up_to_date(couple.program_id, patients, by=by)


@action
def say_together_wish(*, couple: Couple, patient: Patient, together: bool, by: Actor) -> None:
    """
    Say whether this partner would like to be in groups together with the other. If either would rather not, they are
    kept apart; the other is told nothing, and nothing the other sees differs.

    Raises:
        NotYours: `by` may not say it for this patient.
        NotLinked: the patient is no member of this couple, or the couple has ended.

    Rule: docs/rules/couples-privacy.md
    """
    require_part(by, patient, "couple-wish")
    at = clock.now()
    with behind(couple.program_id, by):
        members = list(CoupleMember.objects.filter(couple=couple, until_at__isnull=True).select_related("patient"))
        if patient.pk not in {m.patient_id for m in members}:
            raise NotLinked
        CoupleWish.objects.update_or_create(
            couple=couple,
            patient=patient,
            defaults={"program_id": couple.program_id, "together": together, "said_at": at},
        )
        other = next((m.patient for m in members if m.patient_id not in (None, patient.pk)), None)
        standing = KeepApartReason.objects.filter(patient=patient, source="own_wish", until_at__isnull=True)
        reason = standing.filter(pair__first__in=[patient, other], pair__second__in=[patient, other]).first()
        if other and not together and reason is None:
            begin_reason(patient, other, source="own_wish", words="", by=by)
        elif together and reason is not None:
            end_reason(reason, by=by)
    record(TogetherWishSaid(couple=couple.id, patient=patient.id, together=together), by=by)


def _write(partner: PartnerWithoutChart, name: str, pronouns: str, email: str, phone: str) -> None:
    partner.name = text("name", name, most=200, needed="Type the partner's name.")
    partner.pronouns = text("pronouns", pronouns, most=40)
    partner.email, partner.phone = kept_email("email", email), kept_phone("phone", phone)
