"""GET /credit, POST /credit/redeem."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import StringConstraints

from functions.credit.gift_code import Mistyped, read_code
from functions.credit.redeem_code import CodeRefused, redeem_code
from functions.credit.show_credit import show_balance, show_credit
from functions.session import attempts_store
from functions.session.attempts_store import Attempts, keep_attempt
from functions.session.page_cursor import give_cursor, read_cursor
from functions.session.signed_text import SignatureBroken
from functions.shared import api, clock, ids
from functions.shared.contention import Contended
from functions.shared.problems import (
    Problem,
    cursor_refused,
    invalid_field,
    too_many,
    try_again,
)

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
LONGEST_CODE = 100
LISTED = "my credit"
"""What its cursors are of."""
REDEMPTIONS = Attempts("redemptions", timedelta(minutes=10), per_session=10, per_address=100)
"""Right ones included: whoever guesses is to find nothing out, and an office shares one address."""


class TooManyAttempts(Exception):
    """Too many codes came with one session, or from one address."""


def _refused(_: CodeRefused) -> Problem:
    detail = "This code is not good for your account: there is no such code, or it was redeemed by another."
    return Problem(422, "code-refused", detail)


PROBLEMS: api.Problems = {
    CodeRefused: _refused,
    Mistyped: lambda _: invalid_field("code", "mistyped: compare it with what you were given"),
    SignatureBroken: lambda _: cursor_refused(),
    TooManyAttempts: lambda _: too_many(
        "requests",
        "Too many codes were tried by you or from your address. Try later.",
        REDEMPTIONS.seconds,
    ),
    Contended: lambda _: try_again("Your credit is being changed from many places at once."),
}

app = api.resolver(PROBLEMS)


class RedeemBody(api.Body):
    """A gift code as it was typed: small letters, blanks and dashes are fine."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CODE), api.PRINTABLE]


@app.get("/credit")
def get_credit() -> api.Response:
    owner = api.owner(app)
    start = read_cursor(api.parameter(app, "cursor"), LISTED, owner)
    found, left = show_credit(owner, api.limit(app, DEFAULT_LIMIT, MAX_LIMIT), start)
    return api.respond(found | {"next_cursor": give_cursor(left, LISTED, owner)})


@app.post("/credit/redeem")
def post_redeem() -> api.Response:
    """`{balance, held}`."""
    owner, now = api.owner(app), clock.now()
    code = read_code(api.parse(app, RedeemBody).code)
    asking = attempts_store.who(api.session(app), api.viewer(app))
    if not keep_attempt(REDEMPTIONS, asking, ids.new_entry(), now):
        raise TooManyAttempts
    return api.respond(show_balance(redeem_code(owner, code, now)))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
