"""What an address is, wherever in the world, and what an e-mail address is."""

from email_validator import EmailNotValidError, validate_email

from functions.checkout.countries import COUNTRIES, NEED_POSTAL_CODE, NEED_REGION

NOT_ISO = {"UK": "GB", "EL": "GR"}
"""What some call a country, and its code."""

NEED = {"postal_code": NEED_POSTAL_CODE, "region": NEED_REGION}
"""Members that some countries' addresses have, and which countries. Elsewhere they may be given."""

STREET = ("line1", "city")
"""What an address with a street has, wherever it is."""


class NotTaken(Exception):
    """Something is no address; the message says what to change."""


def check_said(text: str) -> None:
    """Raises NotTaken where there is nothing to see."""
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise NotTaken("White space alone is nothing")


def check_country(code: str) -> None:
    """Raises NotTaken, naming the code that was meant if that can be told."""
    if code in COUNTRIES:
        return
    meant = NOT_ISO.get(code.strip().upper(), code.strip().upper())
    instead = f"write {meant}" if meant in COUNTRIES else "give two capital letters, as IT"
    raise NotTaken(f"No country by ISO 3166-1 (alpha-2): {instead}")


def needed(country: str | None, *, street: bool) -> list[str]:
    """Members that an address there has to have beside a name: where nobody has to find a door, the region
    alone, since tax may depend on it."""
    there = [member for member in NEED if country in NEED[member]]
    return [*STREET, *there] if street else [member for member in there if member == "region"]


def check_given(member: str, value: str | None, country: str | None) -> None:
    """Raises NotTaken where an address with a street has this member in this country, and it is not given."""
    if value is None and member in needed(country, street=True):
        raise NotTaken(f"Required in {country}")


def mailable(email: str) -> str:
    """The address as a mail server takes it: without spaces around it, its domain in ASCII.

    Nothing is looked up: a domain that takes no mail may still be named. Those reserved for tests (.test) are
    taken. Raises NotTaken.
    """
    try:
        found = validate_email(
            email.strip(),
            allow_smtputf8=False,
            strict=True,
            check_deliverability=False,
            test_environment=True,
        )
    except EmailNotValidError as error:
        raise NotTaken(str(error).rstrip(".")) from None
    assert found.ascii_email is not None  # noqa: S101 - there is one where what stands before the @ is ASCII
    return found.ascii_email
