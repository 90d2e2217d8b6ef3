"""Every call by which operators change something: each says why, under an Idempotency-Key."""

from typing import Any

from pydantic import BaseModel

from contract import operator_models as models
from contract.call import BODY_PROBLEMS, Call, Success
from contract.credit_models import GrantedCredit
from contract.refund_models import AmountRefund
from functions.operations.api_credit_grant import GrantBody
from functions.operations.api_jobs import CountBody, ReconcileBody, ReplayBody, RetryAllBody
from functions.operations.api_orders_refunds import RefundBody
from functions.operations.api_refunds_explain import ExplainBody
from functions.operations.api_returns_accept_reject import AcceptBody, RejectBody
from functions.operations.api_stock_available import AvailableBody, ShardsBody
from functions.operations.api_stuck_settle import SettleBody
from functions.operations.operator_requests import Reason
from functions.shared import api

Parameter = dict[str, Any]


def _path(name: str, description: str) -> Parameter:
    text = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": text}


KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "One key is one change: repeating it, with the same body, repeats the answer. A key under "
    "which nothing was changed stays free",
    "schema": {"type": "string", "pattern": "^[ -~]{1,255}$"},
}
STUCK_ID = _path("id", "An order's, a return's or a refund's")
ORDER_ID = _path("order_id", "An order's")
REFUND_ID = _path("refund_id", "As the provider names it")
RETURN_ID = _path("return_id", "A return's")
SKU = _path("sku", "As the catalog has it")
OWNER = _path("owner", "An owner's, as an order names it")
KEY_ID = _path("key_id", "A session key's")
OWNER = _path("owner", "A customer's, a guest's or an operator's, or an order's link's")
QUEUE = _path("queue", "A dead-letter queue, as the list of them names it")
JOB_ID = _path("job_id", "As the call that asked for it was answered")

REPLAYED = {api.REPLAYED: "true where the answer repeats that of an earlier request with this key"}
JOB_HEADERS = REPLAYED | {"Location": "The job"}
ONLY = {403: ["operators-only"]}
ANSWERED = ["already-answered", "not-possible"]
REUSED = {422: ["invalid-request", "idempotency-key-reused"]}


def _change(
    path: str,
    name: str,
    summary: str,
    shape: type[BaseModel],
    said: str,
    parameters: list[Parameter],
    body: type[BaseModel] = Reason,
    conflicts: list[str] | None = None,
    *,
    job: bool = False,
    made: bool = False,
) -> Call:
    """A POST that is answered once for each key: 200 with what was changed, 201 with what was `made`, or 202
    with a job."""
    success = Success(shape, said, JOB_HEADERS if job else REPLAYED)
    unknown = {404: ["not-found"]} if parameters else {}
    conflict = {409: conflicts} if conflicts else {}
    problems = BODY_PROBLEMS | ONLY | REUSED | unknown | conflict
    status = 202 if job else 201 if made else 200
    return Call("post", path, name, summary, {status: success}, problems, [*parameters, KEY], body)


def _job(
    path: str, name: str, summary: str, parameters: list[Parameter], body: type[BaseModel] = Reason
) -> Call:
    said = "The job, as it now stands"
    return _change(path, name, summary, models.Job, said, parameters, body, job=True)


OPERATORS_CALLS = [
    _change(
        "/ops/stuck/{id}/retry",
        "retryStuck",
        "Send on what stands before an operator",
        models.Retried,
        "With the answer that stands",
        [STUCK_ID],
        conflicts=["not-stuck", *ANSWERED],
    ),
    _change(
        "/ops/stuck/{id}/settle",
        "settleStuck",
        "End by hand what cannot end by itself",
        models.Settled,
        "Settled",
        [STUCK_ID],
        SettleBody,
        ["not-stuck", *ANSWERED],
    ),
    _change(
        "/ops/orders/{order_id}/refunds",
        "refundOrder",
        "Give an amount of an order back",
        AmountRefund,
        "The refund, on its way",
        [ORDER_ID],
        RefundBody,
        ["nothing-captured", "order-disputed", "more-than-left", "not-possible"],
        made=True,
    ),
    _change(
        "/ops/refunds/{refund_id}/explain",
        "explainRefund",
        "State what a refund made by hand at the provider was for",
        models.ExplainedRefund,
        "The refund as it is now recorded",
        [REFUND_ID],
        ExplainBody,
        ANSWERED,
    ),
    _change(
        "/ops/returns/{return_id}/accept",
        "acceptReturn",
        "Refund a return, or some of it, and restock its units",
        models.DecidedReturn,
        "The return as it now stands",
        [RETURN_ID],
        AcceptBody,
        ANSWERED,
    ),
    _change(
        "/ops/returns/{return_id}/reject",
        "rejectReturn",
        "Turn a return down",
        models.DecidedReturn,
        "The return as it now stands",
        [RETURN_ID],
        RejectBody,
        ANSWERED,
    ),
    _change(
        "/ops/stock/{sku}/available",
        "setStock",
        "Make exactly so many units of a SKU available",
        models.AvailableStock,
        "What is available, and by how much it was corrected",
        [SKU],
        AvailableBody,
    ),
    _change(
        "/ops/stock/{sku}/shards",
        "setShards",
        "Spread a SKU's stock over so many shards",
        models.Shards,
        "The shards",
        [SKU],
        ShardsBody,
    ),
    _change(
        "/ops/credit/{owner}/grant",
        "grantCredit",
        "Give an owner credit",
        GrantedCredit,
        "The account that it came to",
        [OWNER],
        GrantBody,
    ),
    _change("/ops/breaker/open", "openBreaker", "Refuse new checkouts", models.Circuit, "The circuit", []),
    _change("/ops/breaker/close", "closeBreaker", "Let new checkouts in", models.Circuit, "The circuit", []),
    _change(
        "/ops/keys/rotate",
        "rotateKeys",
        "Sign new sessions with a new key",
        models.ChangedKeys,
        "The keys, without their secrets",
        [],
        conflicts=["not-possible"],
    ),
    _change(
        "/ops/keys/{key_id}/revoke",
        "revokeKey",
        "End all sessions that a key signed",
        models.ChangedKeys,
        "The keys, without their secrets",
        [KEY_ID],
        conflicts=["not-possible"],
    ),
    _change(
        "/ops/sessions/{owner}/end",
        "endSessions",
        "End all sessions of an owner",
        models.EndedSessions,
        "Until when the sessions began that have ended",
        [OWNER],
    ),
    _job("/ops/stuck/retry", "retryAllStuck", "Send on all that stands before an operator", [], RetryAllBody),
    _job("/ops/dead-letters/redrive", "redriveAll", "Have all dead letters worked on again", []),
    _job("/ops/dead-letters/{queue}/redrive", "redriveQueue", "Have one queue's worked on again", [QUEUE]),
    _job("/ops/stock/{sku}/count", "countStock", "Correct a SKU's stock by the shelf", [SKU], CountBody),
    _job("/ops/views/rebuild", "rebuildViews", "Make the lists of orders again, from their logs", []),
    _job("/ops/events/replay", "replayEvents", "Tell the events of some time again", [], ReplayBody),
    _job("/ops/reconcile", "reconcile", "Compare the provider's payments with ours", [], ReconcileBody),
    Call(
        "get",
        "/ops/jobs/{job_id}",
        "getJob",
        "How far a job has come",
        {200: Success(models.Job, "The job")},
        ONLY | {404: ["not-found"]},
        [JOB_ID],
    ),
]
