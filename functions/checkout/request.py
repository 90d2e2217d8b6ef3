"""What a customer asks for when checking out."""

from typing import Annotated, Literal

from pydantic import Field

from functions.shared.api import Body, Text
from functions.shared.money import CURRENCY, Money

MAX_AMOUNT = 999_999_99


class MoneyBody(Body):
    amount: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    currency: Literal["EUR"]

    def money(self) -> Money:
        return Money(self.amount, CURRENCY)


class Address(Body):
    name: Text
    line1: Text
    line2: Text | None = None
    city: Text
    postal_code: Annotated[Text, Field(max_length=20)]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]


class CheckoutBody(Body):
    payment_method: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,255}$")]
    expected_total: MoneyBody
    cart_version: Annotated[int, Field(ge=0, le=10**12)] | None = None
    shipping_address: Address
