"""One Patient resource (FHIR R4) as an applicant: the few elements we keep, each checked; the rest is named."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.refusal import Refusal
from hearthside.interop.fhir.applicants import Applicant
from hearthside.interop.fhir.places import state_of, zones_of
from hearthside.people.credentials.facts import WrongFact, kept_email, text
from hearthside.people.particulars import EARLIEST_BIRTH, POSTAL_CODE
from hearthside.people.phones import kept_phone

READ = frozenset(
    "resourceType id active name telecom birthDate deceasedBoolean deceasedDateTime address communication".split()
)
# Elements that say nothing of the person: not worth a word.
SILENT = frozenset({"meta", "text", "implicitRules", "language"})
LONGEST_KEY = 200
_NAME_USES = ("usual", "official", "", "temp", "nickname", "anonymous")
_PHONE_USES = ("mobile", "home", "", "temp", "work")
_ADDRESS_USES = ("home", "", "temp", "work")

Object = Mapping[str, Any]


class CannotBeTakenOn(Refusal):
    """A Patient that makes no applicant: the sentence says why, the remedy what to do with the entry."""

    def __init__(self, sentence: str, remedy: str = "Put it right where the file comes from, and export again."):
        self.sentence, self.remedy = sentence, remedy
        super().__init__(f"{sentence} {remedy}")


def applicant(resource: Object, *, key: str, where: str, today: date, least_years: int) -> Applicant:
    """
    The applicant that a Patient resource tells of.

    Raises:
        CannotBeTakenOn: died, is too young, or lacks a name, birth date or state in the United States.
    """
    first, last, chosen = _names(resource)
    full_name = f"{first} {last}".strip()
    _refuse_dead(resource, full_name)
    born_on = _birth(resource, full_name, today)
    _refuse_minor(born_on, full_name, today, least_years)
    home = _address(resource, full_name)
    state = state_of(_word(home.get("state")))
    if not state:
        said = _word(home.get("state"))[:60]
        what = f"the state “{said}” is not known here" if said else "no state is written"
        raise CannotBeTakenOn(f"Of {full_name}, {what}.", "Write the state as a code or a name, such as PA.")
    left_out: list[str] = []
    postal_code = _word(home.get("postalCode"))
    if postal_code and not POSTAL_CODE.fullmatch(postal_code):
        left_out.append(f"ZIP code of {full_name}: it has not five digits")
        postal_code = ""
    zones = zones_of(state, postal_code)
    return Applicant(
        key=key,
        where=where,
        first_name=first,
        last_name=last,
        chosen_name=chosen,
        born_on=born_on,
        state=state,
        zone=zones[0] if len(zones) == 1 else "",
        street=_line(" ".join(_words(home.get("line"))), 200),
        city=_line(_word(home.get("city")), 100),
        postal_code=postal_code,
        languages=_languages(resource, full_name, left_out),
        email=_email(resource, full_name, left_out),
        phone=_phone(resource, full_name, left_out),
        left_out=tuple(left_out),
    )


def ignored(resource: Object) -> Iterator[str]:
    """Names of elements that stand there and that nobody looks at; `_birthDate` and its like go with their element."""
    for name in resource:
        if name.removeprefix("_") not in READ | SILENT:
            yield name.removeprefix("_")


def _names(resource: Object) -> tuple[str, str, str]:
    names = [n for n in _objects(resource.get("name"), "name") if _use(n) not in ("old", "maiden")]
    if not names:
        raise CannotBeTakenOn("There is no name.")
    legal = min(names, key=lambda n: _rank(_use(n), ("official", "usual", "")))
    given, family = " ".join(_words(legal.get("given"))), _word(legal.get("family"))
    if not given and not family:
        given, _, family = _word(legal.get("text")).rpartition(" ")
    if not given:
        given, family = family, ""
    called = [w for n in names if _use(n) in ("nickname", "usual") for w in _words(n.get("given"))[:1]]
    try:
        first = text("name", given, most=100, needed="There is no name.")
        last = text("name", family, most=100)
        chosen = text("name", next(iter(called), first.split()[0]), most=100)
    except WrongFact as no:
        raise CannotBeTakenOn(f"The name cannot be kept: {no}") from no
    return first, last, chosen


def _refuse_dead(resource: Object, full_name: str) -> None:
    died = resource.get("deceasedDateTime")
    if resource.get("deceasedBoolean") is True or died:
        when = f" on {_word(died)[:10]}" if died else ""
        raise CannotBeTakenOn(
            f"{full_name} died{when} as the record says.",
            "Take the entry out of the file, or have the record put right.",
        )


def _birth(resource: Object, full_name: str, today: date) -> date:
    written = _word(resource.get("birthDate"))
    try:
        born_on = date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        born_on = None
    if born_on is None or not EARLIEST_BIRTH <= born_on <= today:
        said = f"“{written[:20]}” is no whole birth date" if written else "no birth date is written"
        raise CannotBeTakenOn(f"Of {full_name}, {said}.", "Write year, month and day, such as 1990-04-12.")
    return born_on


def _refuse_minor(born_on: date, full_name: str, today: date, least_years: int) -> None:
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if years < least_years:
        raise CannotBeTakenOn(
            f"{full_name} is {years} years old; this program treats people from {least_years} on.",
            "Take the entry out of the file.",
        )


def _address(resource: Object, full_name: str) -> Object:
    addresses = [a for a in _objects(resource.get("address"), "address") if _use(a) not in ("old", "billing")]
    if not addresses:
        raise CannotBeTakenOn(f"Of {full_name}, no address is written.", "The state decides who may treat somebody.")
    home = min(addresses, key=lambda a: _rank(_use(a), _ADDRESS_USES))
    country = _word(home.get("country")).upper().replace(".", "")
    if country not in ("", "US", "USA", "UNITED STATES", "UNITED STATES OF AMERICA"):
        raise CannotBeTakenOn(f"{full_name} lives in {country[:40]}, where nobody here may treat.")
    return home


def _languages(resource: Object, full_name: str, left_out: list[str]) -> tuple[str, ...]:
    spoken = sorted(
        _objects(resource.get("communication"), "communication"), key=lambda c: c.get("preferred") is not True
    )
    found: list[str] = []
    for each in spoken:
        coding = each.get("language", {}).get("coding") if isinstance(each.get("language"), dict) else None
        codes = [_word(c.get("code")) for c in _objects(coding, "communication")]
        known = [c.split("-")[0].lower() for c in codes if c.split("-")[0].lower() in LANGUAGE_NAMES]
        if known:
            found.append(known[0])
        else:
            left_out.append(f"language “{next(iter(codes), '')[:20]}” of {full_name}: it is not in our list")
    if not found:
        left_out.append(f"language of {full_name}: none is said, so English is noted; ask")
    return tuple(dict.fromkeys(found)) or ("en",)


def _email(resource: Object, full_name: str, left_out: list[str]) -> str:
    for written in _contacts(resource, "email", _PHONE_USES):
        try:
            return kept_email("email", written)
        except WrongFact:
            left_out.append(f"e-mail address of {full_name}: it is none")
    return ""


def _phone(resource: Object, full_name: str, left_out: list[str]) -> str:
    for written in _contacts(resource, "phone", _PHONE_USES):
        try:
            return kept_phone("phone", written)
        except WrongFact:
            left_out.append(f"telephone number of {full_name}: it is none in the United States")
    return ""


def _contacts(resource: Object, system: str, uses: Sequence[str]) -> list[str]:
    points = [t for t in _objects(resource.get("telecom"), "telecom") if t.get("system") == system]
    points = [t for t in points if _use(t) != "old" and _word(t.get("value"))]
    return [_word(t["value"]) for t in sorted(points, key=lambda t: _rank(_use(t), uses))]


def _rank(use: str, uses: Sequence[str]) -> int:
    return uses.index(use) if use in uses else len(uses)


def _use(element: Object) -> str:
    return _word(element.get("use"))


def _line(written: str, most: int) -> str:
    try:
        return text("address", written, most=most)
    except WrongFact:
        return ""


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _words(value: Any) -> list[str]:
    return [word for each in value if (word := _word(each))] if isinstance(value, list) else []


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise CannotBeTakenOn(f"“{name}” is not a list of objects, as R4 has it.", "Export it again as FHIR R4.")
    return value
