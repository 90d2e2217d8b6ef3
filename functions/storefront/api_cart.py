"""GET /cart, PUT and DELETE /cart/lines/{line_id}, PUT /cart/delivery, PUT and DELETE /cart/codes/{code}, PUT
and DELETE /cart/credit."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from functions.cart import store
from functions.cart.cart import (
    Cart,
    CartChanged,
    CartFull,
    CheckoutInProgress,
    Delivery,
    Line,
    TooManyCodes,
)
from functions.cart.change_cart import (
    CodeNotApplicable,
    NotSold,
    choose_delivery,
    delete_line,
    put_line,
    remove_code,
)
from functions.catalog.priced_line import LINE_ID, MAX_QUANTITY
from functions.catalog.product import UnknownChoice
from functions.payment.limits import NotInSteps
from functions.pricing.quote import NotDelivered
from functions.pricing.quoting import PricesUnavailable, Quoting
from functions.pricing.shop import CODE, Place
from functions.session import attempts_store
from functions.session.attempts_store import Attempts, keep_attempt
from functions.shared import api, clock, ids
from functions.shared.contention import Contended
from functions.shared.problems import (
    Problem,
    cart_changed,
    checkout_in_progress,
    invalid_field,
    not_delivered,
    prices_unavailable,
    too_many,
    try_again,
    unprocessable,
)
from functions.storefront.quoting import new_quoting
from functions.storefront.show_cart import show_cart
from functions.storefront.use_code import use_code
from functions.storefront.use_credit import MoreThanBalance, use_all_credit, use_credit, use_no_credit

ENTERED = Attempts("codes", timedelta(minutes=10), per_session=20, per_address=1000)
"""Right ones included, as of gift codes."""


class TooManyCodesTried(Exception):
    """Too many codes came with one session, or from one address."""


PROBLEMS: api.Problems = {
    TooManyCodesTried: lambda _: too_many(
        "requests", "Too many codes were tried by you or from your address. Try later.", ENTERED.seconds
    ),
    NotSold: lambda sku: unprocessable(f"sku: the shop does not sell {str(sku)!r}."),
    UnknownChoice: lambda wrong: unprocessable(f"options: {wrong}."),
    CartFull: lambda full: unprocessable(f"{full}.".capitalize()),
    TooManyCodes: lambda many: unprocessable(f"{many}.".capitalize()),
    NotDelivered: lambda refused: not_delivered("method", refused.as_dicts()),
    CodeNotApplicable: lambda refused: Problem(422, "code-not-applicable", str(refused), why=refused.why),
    CartChanged: lambda changed: cart_changed(412, changed.version),
    CheckoutInProgress: lambda busy: checkout_in_progress(busy.order_id),
    MoreThanBalance: lambda more: invalid_field(
        "amount", f"at most {more.balance.text()} of credit are free"
    ),
    PricesUnavailable: lambda silent: prices_unavailable(silent.seconds),
    NotInSteps: lambda steps: invalid_field("amount", str(steps)),
    Contended: lambda _: try_again("The cart is being changed from many places at once."),
}

app = api.resolver(PROBLEMS)

MAX_CREDIT = 999_999_999_999

_CODE = re.compile(CODE, re.IGNORECASE | re.ASCII)
_LINE_ID = re.compile(LINE_ID)
_VERSION = re.compile(r'"?(\d{1,12})"?')


# Bounded: an error is kept for each wrong choice, each with the option's name, which the client makes up.
ChoiceList = Annotated[list[api.Text], Field(max_length=50)]


class LineBody(api.Body):
    sku: api.Text
    options: dict[api.Text, api.Text | ChoiceList] = Field(default_factory=dict, max_length=50)
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]


class DeliveryBody(api.Body):
    method: api.Text
    country: Annotated[str, api.Form(r"^[A-Z]{2}$", "two capital letters, as IT")]
    region: api.Text | None = None


class CreditBody(api.Body):
    """One of the two."""

    amount: Annotated[
        int | None, Field(ge=1, le=MAX_CREDIT, description="Minor units; at most what is free of my credit")
    ] = None
    all: Annotated[
        Literal[True] | None,
        Field(description="As much as leaves nothing to pay, or at least what a card takes"),
    ] = None


@app.get("/cart")
def get_cart() -> api.Response:
    return _answer(store.load(api.owner(app), clock.now()))


@app.put("/cart/lines/<line_id>")
def put_cart_line(line_id: str) -> api.Response:
    body = api.parse(app, LineBody)
    line = Line(_checked(line_id), body.sku, body.options, body.quantity)
    return _answer(put_line(api.owner(app), line, _if_match()))


@app.delete("/cart/lines/<line_id>")
def delete_cart_line(line_id: str) -> api.Response:
    return _answer(delete_line(api.owner(app), _checked(line_id), _if_match()))


@app.put("/cart/delivery")
def put_cart_delivery() -> api.Response:
    body = api.parse(app, DeliveryBody)
    delivery = Delivery(body.method, Place(body.country, body.region))
    return _answer(choose_delivery(api.owner(app), delivery, _if_match()))


@app.put("/cart/codes/<code>")
def put_cart_code(code: str) -> api.Response:
    owner, name, if_match = api.owner(app), _as_written(code), _if_match()
    asking = attempts_store.who(api.session(app), api.viewer(app))
    if not keep_attempt(ENTERED, asking, ids.new_entry(), clock.now()):
        raise TooManyCodesTried
    quoting = new_quoting()
    return _answer(use_code(owner, name, if_match, quoting), quoting)


@app.delete("/cart/codes/<code>")
def delete_cart_code(code: str) -> api.Response:
    return _answer(remove_code(api.owner(app), _as_written(code), _if_match()))


@app.put("/cart/credit")
def put_cart_credit() -> api.Response:
    body = api.parse(app, CreditBody)
    owner, if_match = api.owner(app), _if_match()
    if (body.amount is None) == (body.all is None):
        raise unprocessable("Give either amount or all.")
    if body.amount is None:
        quoting = new_quoting()
        return _answer(use_all_credit(owner, if_match, quoting), quoting)
    return _answer(use_credit(owner, body.amount, if_match))


@app.delete("/cart/credit")
def delete_cart_credit() -> api.Response:
    return _answer(use_no_credit(api.owner(app), _if_match()))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _answer(cart: Cart, quoting: Quoting | None = None) -> api.Response:
    """`quoting`: by what this request has been quoted already."""
    return api.respond(show_cart(cart, quoting or new_quoting()), ETag=f'"{cart.version}"')


def _checked(line_id: str) -> str:
    if not _LINE_ID.fullmatch(line_id):
        raise unprocessable("line_id: 1 to 64 letters, digits, '-', '_', '.' or ':'.")
    return line_id


def _as_written(code: str) -> str:
    """However it was typed."""
    if not _CODE.fullmatch(code):
        raise unprocessable("code: 2 to 32 letters, digits and dashes, no dash first.")
    return code.upper()


def _if_match() -> int | None:
    given = api.header(app, "If-Match")
    if given is None or given.strip() == "*":
        return None
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        raise unprocessable('If-Match: the version of the cart, as in If-Match: "3".')
    return int(found[1])
