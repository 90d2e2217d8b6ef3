"""POST /cart/merge: a function of its own, since it reads a token and so needs the keys of sessions."""

from typing import Annotated, Any

from pydantic import StringConstraints

from functions.cart.cart import present
from functions.cart.merge_carts import merge_carts
from functions.catalog import store as catalog
from functions.session import store as session_store
from functions.session.token import MAX_LENGTH, InvalidToken, verify
from functions.shared import api, clock
from functions.shared.problems import unprocessable

app = api.resolver()

Token = Annotated[str, StringConstraints(max_length=MAX_LENGTH, pattern=r"^[A-Za-z0-9_.-]+$")]


class MergeBody(api.Body):
    token: Token


@app.post("/cart/merge")
def post_merge() -> api.Answer:
    """Lines whose line_id mine lacks move over from the guest's cart, and I may read the guest's orders."""
    guest = _owner_of(api.parse(app, MergeBody).token)
    cart = merge_carts(api.owner(app), guest)
    return api.answer(present(cart, catalog.products()), ETag=f'"{cart.version}"')


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _owner_of(token: str) -> str:
    try:
        return verify(token, session_store.key_ring(), clock.now()).owner
    except InvalidToken as invalid:
        raise unprocessable(f"token: {invalid}.") from invalid
