"""The POST calls of Stripe's API: key, parameters, idempotency, fault, execution, answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.payment_sandbox.answers import REQUEST_ID, Handler, stripe_answer
from local.payment_sandbox.auth import authenticate
from local.payment_sandbox.cards import CARDS
from local.payment_sandbox.commands import (
    CancelIntent,
    CaptureIntent,
    ConfirmIntent,
    CreateIntent,
    FailRefund,
    MakeRefund,
)
from local.payment_sandbox.errors import StripeError, invalid_request, missing_parameter, server_error
from local.payment_sandbox.expand import expanded
from local.payment_sandbox.faults import SHORT_HOLD
from local.payment_sandbox.forms import Tree, parse_form
from local.payment_sandbox.idempotency import Answer, KeyedCall
from local.payment_sandbox.outbox import Cause
from local.payment_sandbox.params import Params
from local.payment_sandbox.payments import Call, Payments
from local.payment_sandbox.reading import lookup
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.views import for_browser

Result = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Operation:
    """Faults are ordered by `name`; `read` refuses bad parameters; `run` does it, in a transaction."""

    name: str
    path: str
    read: Callable[[Params], Any]
    run: Callable[[Payments, str, Any, Call], Result]
    browsers_may: bool = False


_INTENTS = "/sandbox/v1/payment_intents"
OPERATIONS = (
    Operation(
        "create", _INTENTS, CreateIntent.read, lambda desk, _, command, call: desk.create(command, call)
    ),
    Operation("confirm", _INTENTS + "/{id}/confirm", ConfirmIntent.read, Payments.confirm, browsers_may=True),
    Operation("capture", _INTENTS + "/{id}/capture", CaptureIntent.read, Payments.capture),
    Operation("cancel", _INTENTS + "/{id}/cancel", CancelIntent.read, Payments.cancel),
    Operation(
        "refund",
        "/sandbox/v1/refunds",
        MakeRefund.read,
        lambda desk, _, command, call: desk.refund(command, call),
    ),
    Operation("fail_refund", "/sandbox/v1/refunds/{id}/fail", FailRefund.read, Payments.fail_refund),
)


def handler(sandbox: Sandbox, operation: Operation) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        caller = authenticate(request.headers.get("Authorization"), operation.browsers_may)
        tree = await _form(request)
        keyed = _keyed(request, tree)
        # From here to the mark "in flight" nothing awaits, so two calls cannot both find the key free.
        kept = sandbox.keys.replay(keyed) if keyed else None
        if kept is not None:
            return stripe_answer(request, kept, replayed=True)
        command = _command(operation, tree, caller.browser)
        fault = sandbox.faults.take(operation.name) or _of_card(operation, command)
        if fault == "timeout_before":
            return await _withhold(request, sandbox)
        with sandbox.keys.in_flight(keyed):
            await _take_time(sandbox, fault)
            execution = _Execution(sandbox, operation, command, request, keyed, caller.browser)
            answer = execution.run(fault)
        sandbox.courier.wake()
        if fault == "timeout_after":
            return await _withhold(request, sandbox)
        return stripe_answer(request, answer)

    return handle


@dataclass(frozen=True)
class _Execution:
    sandbox: Sandbox
    operation: Operation
    command: Any
    request: web.Request
    keyed: KeyedCall | None
    browser: bool

    def run(self, fault: str | None) -> Answer:
        """Effect, events and kept answer in one transaction: all on disk before the answer leaves."""
        with self.sandbox.database.transaction():
            status, body = self._result(fault)
            answer = Answer.of(status, for_browser(body) if self.browser else body, self.request[REQUEST_ID])
            if self.keyed is not None:
                self.sandbox.keys.keep(self.keyed, answer)
        return answer

    def _result(self, fault: str | None) -> Result:
        cause = Cause(self.request[REQUEST_ID], self.keyed.key if self.keyed else None)
        shop_url = self.sandbox.shop_url(self.request)
        call = Call(cause, shop_url, declined=fault == "declined", short_hold=fault == SHORT_HOLD)
        try:
            if fault == "error_500":
                raise server_error()
            object_id = self.request.match_info.get("id", "")
            status, body = self.operation.run(self.sandbox.payments, object_id, self.command, call)
        except StripeError as refused:
            # The rules refuse before anything is written, so there is nothing to roll back.
            return refused.status, refused.body()
        if status == 200:
            body = expanded(body, self.command.expand, lookup(self.sandbox))
        return status, body


async def _form(request: web.Request) -> Tree:
    if request.can_read_body and request.content_type not in (
        "application/x-www-form-urlencoded",
        "application/octet-stream",
    ):
        raise invalid_request(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."
        )
    return parse_form(await request.read())


def _keyed(request: web.Request, tree: Tree) -> KeyedCall | None:
    key = request.headers.get("Idempotency-Key")
    return None if key is None else KeyedCall.of(key, request.path, tree)


def _command(operation: Operation, tree: Tree, browser: bool) -> Any:
    if browser and "client_secret" not in tree:
        raise missing_parameter("client_secret")
    params = Params(tree)
    command = operation.read(params)
    params.finish()
    return command


def _of_card(operation: Operation, command: Any) -> str | None:
    """How a confirmation with this card goes wrong, where nobody ordered a fault."""
    card = CARDS.get(command.payment_method or "") if operation.name == "confirm" else None
    if card is None:
        return None
    return "slow" if card.slow else "timeout_after" if card.answer_lost else None


async def _take_time(sandbox: Sandbox, fault: str | None) -> None:
    times = {"delay": sandbox.settings.hang, "slow": sandbox.settings.slow}
    seconds = times.get(fault or "", sandbox.settings.latency)
    if seconds > 0:
        await asyncio.sleep(seconds)


async def _withhold(request: web.Request, sandbox: Sandbox) -> web.StreamResponse:
    """No answer: the connection is held, then cut."""
    await asyncio.sleep(sandbox.settings.hang)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=504)
