"""What a customer sends when checking out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from functions.checkout.address import NEED, NotTaken, check_country, check_given, check_said, mailable
from functions.checkout.countries import COUNTRIES
from functions.checkout.draft_order import CheckoutRequest
from functions.shared.api import PRINTABLE, Body, Form, Text
from functions.shared.money import Money, shop_currency

METHOD = Form(r"^[A-Za-z0-9_]{1,255}$", "1 to 255 letters, digits and '_'")
CURRENCY = Form(r"^[A-Z]{3}$", "three capital letters (ISO 4217)")
MAX_AMOUNT = 999_999_999_999
"""More than any cart can cost; what the payment provider takes at once is another matter."""
MAX_EMAIL = 320
"""Characters as sent, spaces around it included; mail itself takes 254 at most."""


def _taken(check: Callable[[str], object]) -> AfterValidator:
    """Text that passes the check stays as it was sent, so that a repeat says the same."""

    def validate(text: str) -> str:
        with _refusing():
            check(text)
        return text

    return AfterValidator(validate)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except NotTaken as why:
        raise PydanticCustomError("not_taken", "{why}", {"why": str(why)}) from None


def _check_currency(currency: str) -> None:
    if currency != shop_currency():
        raise NotTaken(f"the shop's is {shop_currency()}")


class MoneyBody(Body):
    amount: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    currency: Annotated[str, CURRENCY, _taken(_check_currency)]

    def money(self) -> Money:
        return Money(self.amount, self.currency)


def _needed(member: str) -> dict[str, Any]:
    """JSON Schema's words for a member that addresses with a street have, in some countries or all."""
    given = {"type": "string"}
    there = {"country": {"enum": sorted(NEED[member])}} if member in NEED else {}
    return {
        "if": {"required": ["line1"], "properties": {"line1": given} | there},
        "then": {"required": [member], "properties": {member: given}},
    }


COUNTRY = {"type": "string", "enum": sorted(COUNTRIES), "description": "ISO 3166-1 alpha-2"}

Said = Annotated[Text, _taken(check_said)]
PostalCode = Annotated[Said, Field(max_length=20)]
Phone = Annotated[Said, Field(max_length=40)]
Country = Annotated[str, _taken(check_country), WithJsonSchema(COUNTRY)]
Email = Annotated[
    str,
    Field(max_length=MAX_EMAIL, json_schema_extra={"format": "idn-email"}),
    PRINTABLE,
    _taken(mailable),
]


WITH_STREET = ("city", *NEED)


class Address(Body, json_schema_extra={"allOf": [_needed(member) for member in WITH_STREET]}):
    """`line1` and `city` are required unless all is picked up, or nothing has to be delivered; with a street,
    `postal_code` and `region` are where a country's addresses have them. Whatever is given is taken."""

    country: Country
    name: Said
    line1: Annotated[Said | None, Field(description="Required where the cart `needs_street`")] = None
    line2: Said | None = None
    city: Annotated[Said | None, Field(validate_default=True)] = None
    region: Annotated[Said | None, Field(validate_default=True, description="State, province")] = None
    postal_code: Annotated[PostalCode | None, Field(validate_default=True)] = None
    phone: Annotated[Phone | None, Field(description="For deliveries")] = None

    @field_validator(*WITH_STREET)
    @classmethod
    def _with_a_street(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("line1") is not None:
            with _refusing():
                check_given(str(info.field_name), value, info.data.get("country"))
        return value

    def stored(self) -> dict[str, str]:
        """What was given, without the spaces around it."""
        return {name: text.strip() for name, text in self.model_dump(mode="json", exclude_none=True).items()}


LATER = frozenset({"email", "payment_method", "expected_to_pay"})
LATER_IN_ADDRESS = frozenset({"line1", "city", "postal_code", "region", "phone"})
"""Members that there were not always, or not always left out."""


class CheckoutBody(Body):
    payment_method: Annotated[
        Annotated[str, METHOD] | None,
        Field(description="May be left out where there is nothing to pay, and is ignored there"),
    ] = None
    expected_total: MoneyBody
    expected_to_pay: Annotated[
        MoneyBody | None,
        Field(description="What the total leaves to pay; required where the cart uses credit"),
    ] = None
    cart_version: Annotated[int, Field(ge=0, le=10**12)] | None = None
    shipping_address: Address
    email: Annotated[
        Email | None, Field(description="Where to tell of what becomes of the order; nobody is told without")
    ] = None

    def compared(self) -> dict[str, Any]:
        """What a repeat under the same key is compared by. What is not given leaves no trace in it, so that
        keys used before there was such a member still fit."""
        body = self.model_dump(mode="json")
        body["shipping_address"] = _without_absent(body["shipping_address"], LATER_IN_ADDRESS)
        return _without_absent(body, LATER)

    def request(self, asked_by: tuple[str, ...] = ()) -> CheckoutRequest:
        """`asked_by`: under what the request is counted."""
        return CheckoutRequest(
            payment_method=self.payment_method,
            expected_total=self.expected_total.money(),
            expected_to_pay=self.expected_to_pay.money() if self.expected_to_pay else None,
            shipping_address=self.shipping_address.stored(),
            compared=self.compared(),
            cart_version=self.cart_version,
            email=None if self.email is None else mailable(self.email),
            asked_by=asked_by,
        )


def _without_absent(given: dict[str, Any], later: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None or name not in later}
