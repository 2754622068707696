"""
Two programs full of people whose every private fact is a word found nowhere else, and everybody who might ask.

Who is what to whom is written here by hand, from the story and not from the program's tables: the walk holds the
program's answers against it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.test import Client

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.actions.invitations import invite
from hearthside.access.actors import SESSION_KEY
from hearthside.access.models import Account, RoleHeld
from hearthside.access.roles import STAFF
from hearthside.access.session_age import KEY as LIMITS
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.notify.models import SIGN_IN_MAIL, Mail
from hearthside.people.actions.clinicians import link_account as link_clinician
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.contacts import keep_contact, keep_pet
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.actions.merges import merge_patients
from hearthside.people.actions.supervision import supervise
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.policy.actions import set_policy_value
from tests import build
from tests.access.test_second_factor import with_app
from tests.builders.access import sign_in, somebody
from tests.builders.clinicians import House, actor

# Words that occur in no page of ours. (patient, part) -> the word.
Canaries = dict[tuple[str, str], str]

HOUSEHOLD = ("alex", "sam", "theo")
STAFF_PERSONAS = {role: frozenset({role}) for role in STAFF if role != "clinician"}
# Directs the other program, and now works in ours.
ELSEWHERE_TOO = {"biller who directs elsewhere": frozenset({"biller"})}


@dataclass
class World:
    """Who is there, and what stands behind the places of addresses."""

    harbor: House
    other: House
    accounts: dict[str, Account | None] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    # Whose session is none that a sign-in of today makes: persona -> the session's key.
    cookies: dict[str, str] = field(default_factory=dict)
    canaries: Canaries = field(default_factory=dict)
    # What may stand in an address: kind -> name -> id. The name is how the story calls it.
    places: dict[str, dict[str, object]] = field(default_factory=dict)

    def put(self, kind: str, name: str, value: object) -> None:
        self.places.setdefault(kind, {})[name] = value


def relations(persona: str, subject: str, name: str) -> frozenset[str]:
    """What this persona is to this subject, as the story has it."""
    told: dict[tuple[str, str, str], set[str]] = {
        ("alex", "patient", "alex"): {"self"},
        ("alex", "patient", "sam"): {"partner"},
        ("sam", "patient", "sam"): {"self"},
        ("sam", "patient", "alex"): {"partner"},
        ("theo", "patient", "theo"): {"self"},
        ("casey", "patient", "theo"): {"partner"},
        ("alex", "couple", "alex and sam"): {"self", "partner"},
        ("sam", "couple", "alex and sam"): {"self", "partner"},
        ("theo", "couple", "theo and casey"): {"self"},
        ("casey", "couple", "theo and casey"): {"partner"},
        ("alex", "live_session", "alex"): {"self"},
        ("dana", "live_session", "dana"): {"own clinician"},
        ("alex", "attended_session", "alex"): {"self"},
        ("dana", "attended_session", "dana"): {"own clinician"},
        ("dana", "evidence_session", "dana"): {"own clinician"},
        # On duty as the crisis clinician.
        ("dana", "live_card", "ravi"): {"own clinician"},
        ("dana", "live_raised", "ravi"): {"own clinician"},
        ("dana", "clinician", "dana"): {"self", "clinician"},
        ("dana", "clinician", "kim"): {"clinician"},
        ("kim", "clinician", "kim"): {"self", "clinician"},
        ("kim", "clinician", "dana"): {"clinician"},
    }
    if name == "foreign":
        theirs = {"foreign director": {"director"}}
        if persona == "foreign patient":
            theirs[persona] = {"patient"} if subject == "clinician" else set() if subject == "application" else {"self"}
        return frozenset(theirs.get(persona, ()))
    if persona in STAFF_PERSONAS or persona in ELSEWHERE_TOO:
        return (STAFF_PERSONAS | ELSEWHERE_TOO)[persona]
    if subject == "clinician" and persona in HOUSEHOLD:
        return frozenset({"patient"})
    if subject == "clinician" and persona == "casey":
        return frozenset({"partner role"})
    return frozenset(told.get((persona, subject, name), ()))


def roles(persona: str) -> frozenset[str]:
    """What decides for this persona where a role alone does. The foreign director is one in another program."""
    named = {"casey": {"partner role"}, "dana": {"clinician"}, "kim": {"clinician"}, "foreign director": {"director"}}
    if persona in HOUSEHOLD or persona == "foreign patient":
        return frozenset({"patient"})
    return frozenset(named.get(persona, (STAFF_PERSONAS | ELSEWHERE_TOO).get(persona, ())))


# Whoever comes with a session that lets nobody in: password said and second factor not, away too long, made up.
AT_THE_DOOR = ("half-finished sign-in", "away too long", "made-up session")
PERSONAS = (
    "anonymous", *AT_THE_DOOR, *HOUSEHOLD, "casey", "dana", "kim", *STAFF_PERSONAS, *ELSEWHERE_TOO, "foreign director",
    "foreign patient", "ex-director", "ended", "without a role",
)  # fmt: skip


def world() -> World:
    """Build it, by the program's own actions."""
    made = World(build.program(), build.program())
    for name, first in (("alex", "Alexa"), ("sam", "Samu"), ("theo", "Theod")):
        _patient(made, made.harbor, name, first)
    _patient(made, made.other, "foreign", "Foreig")
    _couples(made)
    _clinicians(made)
    _staff(made)
    _at_the_door(made)
    _papers(made)
    return made


def _patient(made: World, at: House, name: str, first: str) -> None:
    words = {
        "display-name": f"{first}callq",
        "demographics": f"{first}legalq",
        "emergency-contact": f"{first}contactq",
        "pets": f"{first}petq",
    }
    made.canaries |= {(name, part): word for part, word in words.items()}
    patient = build.patient(
        at, f"{first} Q", words["demographics"], chosen_name=words["display-name"],
        street=f"1 {words['demographics']} Street", phone="215-555-0134",
    )  # fmt: skip
    made.patients[name] = patient
    made.put("patient", name, patient.id)
    who = build.signs_in(at, patient, f"{name}@example.org")
    persona = "foreign patient" if name == "foreign" else name
    # The name on the account stands on every page; what stands in the record must be told apart from it.
    Account.objects.filter(pk=who.account).update(name=f"{first} Q")
    made.accounts[persona] = Account.objects.get(pk=who.account)
    with at.seen_by("intake") as intake:
        contact = keep_contact(
            patient=patient, name=words["emergency-contact"], relationship="friend", phone="215-555-0135", by=intake
        )
        pet = keep_pet(patient=patient, name=words["pets"], species="cat", by=intake)
    made.put("contact", name, contact.id)
    made.put("pet", name, pet.id)


def _couples(made: World) -> None:
    harbor, people = made.harbor, made.patients
    couple = build.couple(harbor, people["alex"], people["sam"])
    made.put("couple", "alex and sam", couple.id)
    theos = build.partner_of(harbor, people["theo"], "Caseycallq Wren")
    made.put("couple", "theo and casey", theos.id)
    # Whose partner may still be invited to sign in.
    ravi = build.patient(harbor, "Ravi", "Menon")
    made.put("patient", "ravi", ravi.id)
    made.put("couple", "ravi and his partner", build.partner_of(harbor, ravi, "Ravicallq Wren").id)
    away = build.partner_of(made.other, people["foreign"], "Awaycallq Wren")
    made.put("couple", "foreign", away.id)
    casey = build.account("Casey Wren")
    with harbor.seen_by("intake") as intake:
        partner = PartnerWithoutChart.objects.get(patient=people["theo"])
        link_partner_account(partner=partner, account=casey, by=intake)
        reason = keep_apart(patient=people["alex"], other=people["theo"], source="intake", words="Alexareasonq",
                            by=intake)  # fmt: skip
    if not RoleHeld.objects.filter(account=casey, role="partner").exists():
        actor(harbor.program, "partner", who=casey)
    made.accounts["casey"] = casey
    by = Actor(account=casey.id, program=harbor.program.id, roles=frozenset({"partner"}))
    with scope(by):
        text = in_force("confidentiality", day_in(harbor.program.zone, clock.now()))
        signature = sign_agreement(
            person=partner, kind="confidentiality", text_hash=text.text_hash, typed_name=partner.name, by=by
        )
    made.put("own signature", "casey", signature.id)
    made.put("own kind", "confidentiality", "confidentiality")
    made.put("reason", "alex", reason.id)
    made.canaries["alex", "keep-apart-reason"] = "Alexareasonq"
    for at, name in ((harbor, "nia"), (made.other, "foreign")):
        applied = build.application(at, f"{name.title()}applyq")
        made.put("application", name, applied.id)


def _clinicians(made: World) -> None:
    for at, name in ((made.harbor, "dana"), (made.harbor, "kim"), (made.other, "foreign")):
        clinician = build.clinician(at, f"{name.title()} Reyes")
        made.put("clinician", name, clinician.id)
        made.put("authority", name, build.license_in(at, clinician).id)
        with scope(at.director):
            made.put("credential", name, clinician.credentials.first().id)
    for name in ("dana", "kim"):
        account = build.account(f"{name.title()} Reyes")
        actor(made.harbor.program, "clinician", who=account)
        made.accounts[name] = account
    with scope(made.harbor.director):
        dana, kim = (Clinician.objects.get(pk=made.places["clinician"][name]) for name in ("dana", "kim"))
        for clinician, name in ((dana, "dana"), (kim, "kim")):
            link_clinician(clinician=clinician, account=made.accounts[name], by=made.harbor.director)
        supervision = supervise(supervisee=dana, supervisor=kim, starts_on=date(2026, 1, 1), by=made.harbor.director)
    made.put("supervision", "dana", supervision.id)


def _staff(made: World) -> None:
    harbor, other = made.harbor, made.other
    for role in STAFF_PERSONAS:
        account = build.account(f"{role} person")
        actor(harbor.program, role, who=account)
        made.accounts[role] = account
    foreign = build.account("Foreign director")
    actor(other.program, "director", who=foreign)
    former = build.account("Former director")
    actor(harbor.program, "director", who=former)
    RoleHeld.objects.filter(account=former).update(until_at=clock.now())
    ended = build.account("Ended director")
    actor(harbor.program, "director", who=ended)
    by = system_actor("command_line", program=harbor.program.id)
    with scope(by):
        end_access_everywhere(account=ended, program=harbor.program, by=by)
    made.accounts |= {"anonymous": None, "foreign director": foreign, "ex-director": former, "ended": ended}
    made.put("account", "biller", made.accounts["biller"].id)
    made.put("account", "foreign", foreign.id)
    for at, name in ((harbor, "ours"), (other, "foreign")):
        by = system_actor("command_line", program=at.program.id)
        with scope(by):
            invited = invite(
                program=at.program, email=f"{new_id()}@example.org", name="Somebody New", roles=("biller",),
                days=7, by=by,
            )  # fmt: skip
        made.put("invitation", name, invited.invitation.id)
        made.put("token", name, invited.token)


def _at_the_door(made: World) -> None:
    """Directors of ours by right, each kept out by where their sign-in stands; and two whose roles are elsewhere."""
    harbor = made.harbor
    half = somebody(harbor, "director", name="Half Director")
    with_app(half)
    browser = Client()
    assert sign_in(browser, half.account.email)["Location"] == "/accounts/2fa/authenticate/"
    made.cookies["half-finished sign-in"] = _session_of(browser)
    away = somebody(harbor, "director", name="Away Director")
    browser = away.signed_in()
    assert browser.get("/home/").status_code == 200
    session = browser.session
    session[LIMITS] = {**session[LIMITS], "seen": session[LIMITS]["seen"] - timedelta(hours=3).total_seconds()}
    session.save()
    made.cookies["away too long"] = _session_of(browser)
    made.cookies["made-up session"] = "x" * 32
    made.accounts |= dict.fromkeys(AT_THE_DOOR)
    made.accounts["without a role"] = build.account("Nobody Here")
    both = build.account("Both Elsewhere")
    actor(made.other.program, "director", who=both)
    actor(harbor.program, "biller", who=both)
    browser = Client()
    browser.force_login(both)
    session = browser.session
    session[SESSION_KEY] = str(harbor.program.id)
    session.save()
    (persona,) = ELSEWHERE_TOO
    made.accounts[persona], made.cookies[persona] = both, _session_of(browser)


def _session_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def never() -> UUID:
    """An id that nothing ever had."""
    return new_id()


def _papers(made: World) -> None:
    """Signatures, a merge, a proposal of policy, a mail that waits."""
    harbor, people = made.harbor, made.patients
    alex = Actor(account=made.accounts["alex"].id, program=harbor.program.id, roles=frozenset({"patient"}))
    made.put("signature", "alex", build.signs(harbor, people["alex"], alex).id)
    with harbor.seen_by("intake"):
        couple = Couple.objects.get(pk=made.places["couple"]["alex and sam"])
    told = build.signs(harbor, people["alex"], alex, "disclosure", couple=couple, topics=["attendance"],
                        until_on=day_in(harbor.program.zone, clock.now()))  # fmt: skip
    made.put("disclosure", "alex", told.id)
    kept, gone = (build.patient(harbor, "Grace", "Oyelaran") for _ in range(2))
    with harbor.seen_by("intake") as intake:
        made.put("merge", "grace", merge_patients(kept=kept, gone=gone, by=intake).id)
    made.put("first", "alex", people["alex"].id)
    made.put("second", "alex", people["theo"].id)
    with scope(harbor.director):
        decision = set_policy_value(
            program=harbor.program, key="cohort.cap", value="9", from_day=day_in(harbor.program.zone, clock.now()),
            source="our own practice", by=harbor.director,
        )  # fmt: skip
    made.put("decision", "cap", decision.id)
    made.put("key", "cap", "cohort.cap")
    made.put("kind", "program", "program")
    made.put("program", "harbor", harbor.program.slug)
    made.put("mail", "waiting", Mail.objects.create(
        program=harbor.program, kind=SIGN_IN_MAIL, about=new_id(), state="given_up", made_at=clock.now(),
        due_at=clock.now(),
    ).id)  # fmt: skip
