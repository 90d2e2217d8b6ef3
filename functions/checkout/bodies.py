"""What a customer sends when checking out."""

from typing import Annotated, Any, Literal

from pydantic import Field

from functions.checkout.address import Address, Email, mailable
from functions.checkout.place_order import CheckoutRequest
from functions.shared.api import Body, Form
from functions.shared.money import CURRENCY, Money

METHOD = Form(r"^[A-Za-z0-9_]{1,255}$", "1 to 255 letters, digits and '_'")
MAX_AMOUNT = 999_999_99


class MoneyBody(Body):
    amount: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    currency: Literal["EUR"]

    def money(self) -> Money:
        return Money(self.amount, CURRENCY)


LATER = frozenset({"email"})
LATER_IN_ADDRESS = frozenset({"postal_code", "region", "phone"})
"""Members that there were not always, or not always left out."""


class CheckoutBody(Body):
    payment_method: Annotated[str, METHOD]
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
        body["shipping_address"] = _without_absent(body["shipping_address"], LATER_IN_ADDRESS)
        return _without_absent(body, LATER)

    def request(self) -> CheckoutRequest:
        return CheckoutRequest(
            payment_method=self.payment_method,
            expected_total=self.expected_total.money(),
            shipping_address=self.shipping_address.stored(),
            compared=self.compared(),
            cart_version=self.cart_version,
            email=None if self.email is None else mailable(self.email),
        )


def _without_absent(given: dict[str, Any], later: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None or name not in later}
