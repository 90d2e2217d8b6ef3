"""What a customer sends when checking out."""

from typing import Annotated, Any, Literal

from pydantic import Field

from functions.checkout.place_order import CheckoutRequest
from functions.shared.api import Body, Text
from functions.shared.money import CURRENCY, Money

MAX_AMOUNT = 999_999_999_999
"""More than any cart can cost; what the payment provider takes at once is another matter."""


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


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
Email = Annotated[str, Field(max_length=254, pattern=rf"^{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+$")]


_LATER = ("email", "payment_method")
"""Members that a body may be without since a later version."""


class CheckoutBody(Body):
    payment_method: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,255}$")] | None,
        Field(description="May be left out where there is nothing to pay, and is ignored there"),
    ] = None
    expected_total: MoneyBody
    cart_version: Annotated[int, Field(ge=0, le=10**12)] | None = None
    shipping_address: Address
    email: Annotated[
        Email | None, Field(description="Where to tell of what becomes of the order; nobody is told without")
    ] = None

    def compared(self) -> dict[str, Any]:
        """What a repeat under the same key is compared by. What is not given leaves no trace in it, so that
        keys used before there was such a member still fit."""
        body = self.model_dump(mode="json")
        return {name: value for name, value in body.items() if value or name not in _LATER}

    def request(self) -> CheckoutRequest:
        return CheckoutRequest(
            payment_method=self.payment_method,
            expected_total=self.expected_total.money(),
            shipping_address=self.shipping_address.model_dump(mode="json", exclude_none=True),
            compared=self.compared(),
            cart_version=self.cart_version,
            email=self.email,
        )
