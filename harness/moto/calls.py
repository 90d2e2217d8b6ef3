"""Every call that a handler makes to AWS or to the payment provider passes here: named, logged, and
made to fail or to wait where a fault says so.

Names: `TransactWriteItems`, `GetItem Orders` (operation and table), `Invoke`, and for the provider
`create`, `confirm`, `read`, `cancel`, `capture`, `refund`, `list_refunds`, `list_disputes`, `list`, `charge`.

What a handler signs for others to call (a link, a form) is no call of its own; what it needs is noted alike.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import stripe
from botocore import signers
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from functions.payment.stripe.kept_connections import KeptConnections
from harness.faults import FaultDesk, Kind
from harness.invocation import Invocation, current
from harness.moto.executions import machine_of_token
from harness.permissions import ADDRESS, needs
from harness.provider_calls import named
from harness.template import HASH

CONFLICT = "TransactionConflict"
THROTTLED = "ThrottlingError"
OF_TRANSACTIONS = ("TransactWriteItems", "TransactGetItems")
ALONE = {CONFLICT: "TransactionConflictException", THROTTLED: "ThrottlingException"}
"""What a call that is no transaction is told instead."""


class Switchboard:
    def __init__(self, desk: FaultDesk) -> None:
        self.desk = desk

    @contextmanager
    def connected(self) -> Iterator[None]:
        make_api_call = BaseClient._make_api_call
        request = KeptConnections.request
        sign_form, sign_link = signers.generate_presigned_post, signers.generate_presigned_url

        def aws(client: Any, operation: str, params: dict[str, Any]) -> Any:
            _note_needs(operation, params | {ADDRESS: client.meta.endpoint_url})
            return self._pass(
                _aws_name(operation, params),
                lambda: _answered(lambda: make_api_call(client, operation, params)),
                lambda error: _client_error(error, operation, params),
            )

        def provider(client: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            return self._pass(
                named(method, url)[0],
                lambda: request(client, method, url, *args, **kwargs),
                _no_answer,
            )

        def form(client: Any, Bucket: str, Key: str, *args: Any, **kwargs: Any) -> Any:
            _note_needs("PutObject", {"Bucket": Bucket, "Key": Key})
            return sign_form(client, Bucket, Key, *args, **kwargs)

        def link(client: Any, ClientMethod: str, Params: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
            _note_needs(client.meta.method_to_api_mapping[ClientMethod], Params)
            return sign_link(client, ClientMethod, Params, *args, **kwargs)

        with (
            patch.object(signers, "generate_presigned_post", form),
            patch.object(signers, "generate_presigned_url", link),
            patch.object(BaseClient, "_make_api_call", aws),
            patch.object(KeptConnections, "request", provider),
        ):
            yield

    def _pass(self, name: str, call: Callable[[], Any], error: Callable[[str], Exception]) -> Any:
        invocation = current()
        if invocation is None:
            return call()
        invocation.calls.append(name)
        _hold_if_told(invocation, name)
        fault = self.desk.for_call(invocation.name, name)
        if fault is None:
            return call()
        if fault.kind is Kind.CALL_ANSWERED:
            self.desk.tell_provider(name, fault.error)
            return call()
        if fault.kind is Kind.CALL_AFTER:
            call()
        raise error(fault.error)


def _answered(call: Callable[[], Any]) -> Any:
    """Note how the call was answered: two stories part where they are answered differently."""
    told = ""
    try:
        return call()
    except ClientError as error:
        told = error.response["Error"]["Code"]
        raise
    finally:
        invocation = current()
        if invocation is not None:
            invocation.answers.append(told)


def _no_answer(text: str) -> Exception:
    lost: Exception = stripe.APIConnectionError(text)  # type: ignore[no-untyped-call]  # has no types
    return lost


def _note_needs(operation: str, params: dict[str, Any]) -> None:
    invocation = current()
    if invocation is None:
        return
    if "taskToken" in params:
        params = params | {"stateMachineArn": machine_of_token(params["taskToken"])}
    invocation.needs |= needs(operation, params)


def _hold_if_told(invocation: Invocation, name: str) -> None:
    """Send and apply of one call are two steps: the thread stops before it sends."""
    holding = invocation.held_by
    if holding is not None and holding.fault.matches(name):
        invocation.held_by = None
        holding.stop()


def _aws_name(operation: str, params: dict[str, Any]) -> str:
    table = params.get("TableName")
    return f"{operation} {HASH.sub('', table)}" if table else operation


def _client_error(code: str, operation: str, params: dict[str, Any]) -> ClientError:
    """The error as botocore would raise it after its own tries, repeating what was asked as services may. A
    transaction tells reasons item by item."""
    message = f"ordered by a test, about {params}"
    if code in ALONE and operation in OF_TRANSACTIONS:
        none: dict[str, Any] = {"Code": "None"}
        reasons = [{"Code": code, "Message": "ordered"}, *[none] * (len(params["TransactItems"]) - 1)]
        return ClientError(
            {
                "Error": {"Code": "TransactionCanceledException", "Message": message},
                "CancellationReasons": reasons,
            },
            operation,
        )
    code = ALONE.get(code, code)
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)
