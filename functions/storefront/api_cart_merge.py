"""POST /cart/merge: a function of its own, since it reads a token and so needs the keys of sessions."""

from typing import Annotated, Any

from pydantic import StringConstraints

from functions.cart.cart import CartFull, CheckoutInProgress
from functions.cart.merge_carts import OwnCart
from functions.session.check_session import check_session
from functions.session.groups import order_of_link
from functions.session.token import MAX_LENGTH, InvalidToken
from functions.shared import api, clock
from functions.shared.contention import Contended
from functions.shared.problems import checkout_in_progress, try_again, unprocessable
from functions.storefront.merge_guest import merge_guest
from functions.storefront.quoting import new_quoting
from functions.storefront.show_cart import show_cart

PROBLEMS: api.Problems = {
    InvalidToken: lambda invalid: unprocessable(f"token: {invalid}."),
    OwnCart: lambda _: unprocessable("token: it is your own; the token of the guest's session belongs here."),
    CartFull: lambda full: unprocessable(f"{full}.".capitalize()),
    CheckoutInProgress: lambda busy: checkout_in_progress(busy.order_id),
    Contended: lambda _: try_again("The carts are being changed from many places at once."),
}

app = api.resolver(PROBLEMS)

Token = Annotated[
    str, StringConstraints(max_length=MAX_LENGTH), api.Form(r"^[A-Za-z0-9_.-]+$", "This is no token")
]


class MergeBody(api.Body):
    token: Token


@app.post("/cart/merge")
def post_merge() -> api.Response:
    """All lines of the guest's cart are in mine afterwards, and so is a guest's credit in my account;
    `orders_linked` says whether the guest's orders are mine too."""
    owner, token = api.owner(app), api.parse(app, MergeBody).token
    guest = check_session(token, clock.now())
    if order_of_link(guest.owner):
        raise unprocessable("token: it is for one order; the token of the guest's session belongs here.")
    merged = merge_guest(owner, guest)
    shown = show_cart(merged.cart, new_quoting()) | {"orders_linked": merged.linked}
    return api.respond(shown, ETag=f'"{merged.cart.version}"')


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
