"""Telephone numbers: read as people write them, kept in one form, shown in the usual one."""

import phonenumbers

from hearthside.people.credentials.facts import WrongFact, text

COUNTRY = "US"


def kept_phone(field: str, typed: str, *, needed: bool = False) -> str:
    """
    The number as it is kept, such as +12155550134; empty where none was typed and none is needed.

    Raises:
        WrongFact: it is no number that could ring.
    """
    typed = text(field, typed, most=40, needed="Type a telephone number." if needed else "")
    if not typed:
        return ""
    wrong = WrongFact(field, "This is no telephone number. Type it with its area code, such as 215-555-0134.")
    if not all(c.isascii() for c in typed):
        raise wrong
    try:
        number = phonenumbers.parse(typed, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise wrong from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise wrong
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(kept: str) -> str:
    """A kept number as people read it: 215-555-0134 at home, +44 20 7946 0018 elsewhere."""
    if not kept:
        return ""
    number = phonenumbers.parse(kept)
    if number.country_code == 1:
        digits = str(number.national_number)
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
