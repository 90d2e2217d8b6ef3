"""An operator's request over HTTP: who asks, why, and once for each Idempotency-Key.

A change is made, then its answer is kept under the key. Who dies in between is repeated: every change finds
its own work done, by its conditions or by what is named after the key.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from pydantic import StringConstraints

from functions.operations.errors import (
    AnsweredOtherwise,
    NotStuck,
    OperationRefused,
    ProviderSilent,
    TargetUnknown,
)
from functions.operations.operator import NotAnOperator, operator_of
from functions.operator import changes_store, journal_store
from functions.operator.journal import Signed
from functions.payment.limits import NotInSteps
from functions.session.groups import OPERATOR_PREFIX
from functions.shared import api, ids
from functions.shared.contention import Contended
from functions.shared.errors import KeyReused
from functions.shared.items import Unreadable
from functions.shared.problems import (
    Problem,
    invalid_field,
    key_reused,
    operators_only,
    try_again,
    unprocessable,
)

LONGEST_WHY = 200
_WORD = re.compile(r"[a-z]+[:,]?", re.ASCII)
LINE = api.Form(r"^(?=.*\S)[^\x00-\x1f\x7f]*$", "A line of text, and not blanks alone")
Why = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_WHY), LINE]


class Reason(api.Body):
    """What every change is asked for with: `why` is for the journal, nothing personal."""

    why: Why


def _refusal(status: int, name: str) -> Callable[[Exception], Problem]:
    return lambda refused: Problem(status, name, sentence(refused))


PROBLEMS: api.Problems = {
    NotAnOperator: lambda _: operators_only(),
    TargetUnknown: _refusal(404, "not-found"),
    NotStuck: _refusal(409, "not-stuck"),
    AnsweredOtherwise: _refusal(409, "already-answered"),
    OperationRefused: _refusal(409, "not-possible"),
    NotInSteps: lambda steps: invalid_field("amount", str(steps)),
    ProviderSilent: lambda silent: try_again(sentence(silent), 5),
    Unreadable: lambda broken: Problem(409, "not-possible", f"Something stored cannot be read: {broken}."),
    KeyReused: lambda _: key_reused(),
    Contended: lambda _: try_again("Others change the same at this moment. Repeat the request."),
}


@dataclass(frozen=True)
class Asked:
    """One request: signed by its operator, under a key. `request` is the fingerprint of what it asks for."""

    signed: Signed
    key: str
    request: str

    @property
    def receipt(self) -> str:
        """What a correction of stock is named after, so that a repeat meets it."""
        return ids.receipt_of(self.signed.by, self.key)

    @property
    def job_id(self) -> str:
        return ids.job_id(self.signed.by, self.key)


def asked_by(app: APIGatewayRestResolver, body: Reason) -> Asked:
    """Who asks for what. Raises Problem 422 without an Idempotency-Key."""
    event = app.current_event
    signed = journal_store.signed(OPERATOR_PREFIX + operator_of(event.raw_event), body.why)
    key = api.idempotency_key(app)
    if key is None:
        raise unprocessable("Idempotency-Key: this header is required; send a new one for each change.")
    said = {"call": f"{event.http_method} {event.path}", "body": body.model_dump(mode="json")}
    return Asked(signed, key, ids.digest(said))


def answer_once(
    asked: Asked, work: Callable[[], dict[str, Any]], status: HTTPStatus = HTTPStatus.OK
) -> api.Response:
    """The answer of `work`, or what an earlier request with this key was answered, under this `status`. What
    `work` raises leaves the key free."""
    change_id = ids.change_id(asked.signed.by, asked.key)
    known = changes_store.answered(change_id, asked.request)
    if known is not None:
        return api.respond(known, status, **api.replayed(True))
    made = work()
    kept = changes_store.keep(change_id, asked.request, made)
    return api.respond(kept, status, **api.replayed(kept is not made))


def parsed(app: APIGatewayRestResolver, model: type[api.Model]) -> api.Model:
    """The body, for operators only: others are not even told what is wrong with it. Raises NotAnOperator,
    Problem."""
    operator_of(app.current_event.raw_event)
    return api.parse(app, model)


def sentence(refused: Exception) -> str:
    """What a refusal says, with a capital where it begins with a word: an id, a SKU or a number stays as it
    is."""
    text = str(refused)
    first = text.partition(" ")[0]
    return f"{text[:1].upper()}{text[1:]}." if _WORD.fullmatch(first) else f"{text}."
