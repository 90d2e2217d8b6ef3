"""What an address is, wherever in the world, and what an e-mail address is.

Values are kept as they were sent, so that a repeat says the same; what is stored of them is `stored` and
`mailable`.
"""

from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from functions.checkout.countries import COUNTRIES, NEED_POSTAL_CODE, NEED_REGION
from functions.shared.api import PRINTABLE, Body, Text

NOT_ISO = {"UK": "GB", "EL": "GR"}
"""What some call a country, and its code."""

MAX_EMAIL = 320
"""Characters as sent, spaces around it included; mail itself takes 254 at most."""


def refused(message: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{message}", {"message": message})


def _said(text: str) -> str:
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise refused("White space alone is nothing")
    return text


def _country(code: str) -> str:
    if code in COUNTRIES:
        return code
    meant = NOT_ISO.get(code.strip().upper(), code.strip().upper())
    instead = f"write {meant}" if meant in COUNTRIES else "give two capital letters, as IT"
    raise refused(f"No country by ISO 3166-1 (alpha-2): {instead}")


Said = Annotated[Text, AfterValidator(_said)]
Country = Annotated[
    str,
    AfterValidator(_country),
    WithJsonSchema({"type": "string", "enum": sorted(COUNTRIES), "description": "ISO 3166-1 alpha-2"}),
]


def _needed(countries: frozenset[str], member: str) -> dict[str, Any]:
    """JSON Schema's words for a member that these countries need."""
    return {
        "if": {"properties": {"country": {"enum": sorted(countries)}}},
        "then": {"required": [member], "properties": {member: {"type": "string"}}},
    }


NEEDED = [_needed(NEED_POSTAL_CODE, "postal_code"), _needed(NEED_REGION, "region")]


class Address(Body, json_schema_extra={"allOf": NEEDED}):
    """`postal_code` and `region` are required where a country's addresses have them, and taken everywhere."""

    country: Country
    name: Said
    line1: Said
    line2: Said | None = None
    city: Said
    region: Annotated[Said | None, Field(validate_default=True, description="State, province")] = None
    postal_code: Annotated[Annotated[Said, Field(max_length=20)] | None, Field(validate_default=True)] = None
    phone: Annotated[Annotated[Said, Field(max_length=40)] | None, Field(description="For deliveries")] = None

    @field_validator("region", "postal_code")
    @classmethod
    def _where_needed(cls, value: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        countries = NEED_REGION if info.field_name == "region" else NEED_POSTAL_CODE
        if value is None and country in countries:
            raise refused(f"Required in {country}")
        return value

    def stored(self) -> dict[str, str]:
        """What was given, without the spaces around it."""
        return {name: text.strip() for name, text in self.model_dump(mode="json", exclude_none=True).items()}


def mailable(email: str) -> str:
    """The address as a mail server takes it: without spaces around it, its domain in ASCII.

    Nothing is looked up: a domain that takes no mail may still be named. Those reserved for tests (.test) are
    taken. Raises EmailNotValidError.
    """
    found = validate_email(
        email.strip(),
        allow_smtputf8=False,
        strict=True,
        check_deliverability=False,
        test_environment=True,
    )
    assert found.ascii_email is not None  # noqa: S101 - there is one where local parts are ASCII
    return found.ascii_email


def _email(given: str) -> str:
    try:
        mailable(given)
    except EmailNotValidError as error:
        raise refused(str(error).rstrip(".")) from None
    return given


Email = Annotated[
    str,
    Field(max_length=MAX_EMAIL, json_schema_extra={"format": "idn-email"}),
    PRINTABLE,
    AfterValidator(_email),
]
