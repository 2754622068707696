"""Names and addresses as they are kept, for actions and forms alike."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hearthside.access.refusals import BadEmail, BadName
from hearthside.base.text import clean_text

LONGEST_NAME = 200


def kept_name(typed: str) -> str:
    """
    A person's name in one line.

    Raises:
        UnreadableText: it holds a character that cannot be kept.
        BadName: nothing is left, or too much.
    """
    name = " ".join(clean_text(typed).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadName
    return name


def kept_email(typed: str) -> str:
    """
    An address in small letters, as sign-in looks for it.

    Raises:
        UnreadableText: it holds a character that cannot be kept.
        BadEmail: it is no address.
    """
    email = clean_text(typed).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadEmail from error
    if len(email) > 254 or not email.isascii():
        raise BadEmail
    return email
