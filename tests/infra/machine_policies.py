"""What each state of each machine waits for, tries again and catches: all of it, state by state.

A wait that is over and an outcome are never tried again; what else fails is
tried for as long as somebody can wait for it. `any` stands for States.ALL.
"""

from typing import Any

LAMBDA = (
    "Lambda.ServiceException Lambda.AWSLambdaException Lambda.SdkClientException"
    " Lambda.TooManyRequestsException"
)
SQS = "SQS.SdkClientException SQS.AmazonSQSException"

RETRIERS = {
    "lambda": f"{LAMBDA}: 6 from 1 s, x2",
    "sqs": f"{SQS}: 6 from 1 s, x2",
    "seconds": "any: 4 from 1 s, x2",
    "minute": "any: 6 from 1 s, x2",
    "its end": "PaymentInProgress: 15 from 5 s, x1",
    "hour": "any: 20 from 2 s, x2 up to 300 s",
    "paid": "PaidNotCompleted: 105 from 2 s, x2 up to 900 s",
    "day": "any: 105 from 2 s, x2 up to 900 s",
}
"""Why so long stands beside each in statemachines/*.asl.yaml."""

STEP, CARD, GIVING_BACK = 50, 70, 120
"""Longer than the function's own time-out: test_time_outs.py."""
DAY = 24 * 60 * 60

Policy = tuple[str, list[str], list[str]]
"""How long (`<seconds>`, with the heartbeat after a `/`), what is tried again, what is caught."""

CHECKOUT: dict[str, Policy] = {
    "ReserveStock": (
        f"{STEP}",
        ["OutOfStock CodeUsedUp CreditShort OrderClosing: never", "lambda", "minute"],
        ["OutOfStock CodeUsedUp CreditShort OrderClosing -> AbandonOrder", "any -> AbandonOrder"],
    ),
    "AuthorizePayment": (
        f"{CARD}",
        [
            "PaymentDeclined PaymentRefused CustomerActionRequired OrderClosing: never",
            "its end",
            "lambda",
            "minute",
        ],
        [
            "CustomerActionRequired -> AwaitCustomerAction",
            "PaymentDeclined PaymentRefused OrderClosing -> AbandonOrder",
            "any -> AbandonOrder",
        ],
    ),
    "AwaitCustomerAction": (
        "900",
        ["PaymentDeclined OrderClosing States.Timeout: never", "lambda", "seconds"],
        [
            "PaymentDeclined OrderClosing -> AbandonOrder",
            "States.Timeout -> CheckPayment",
            "any -> AbandonOrder",
        ],
    ),
    "CheckPayment": (
        f"{STEP}",
        ["PaymentDeclined OrderClosing: never", "lambda", "minute"],
        ["PaymentDeclined OrderClosing -> AbandonOrder", "any -> AbandonOrder"],
    ),
    "ConfirmOrder": (
        f"{STEP}",
        ["OrderClosing: never", "lambda", "minute"],
        ["OrderClosing -> AbandonOrder", "any -> AbandonOrder"],
    ),
    "AbandonOrder": (
        f"{STEP}",
        ["OrderConfirmed: never", "lambda", "day"],
        ["OrderConfirmed -> OrderStands", "any -> AwaitOperator"],
    ),
    "VoidPayment": (f"{GIVING_BACK}", ["lambda", "day"], ["any -> AwaitOperator"]),
    "CloseOrder": (f"{STEP}", ["lambda", "day"], ["any -> AwaitOperator"]),
    "AwaitOperator": (
        f"{30 * DAY}",
        ["States.Timeout: never", "lambda", "seconds"],
        ["any -> AbandonOrder"],
    ),
}

FULFILMENT: dict[str, Policy] = {
    "AwaitPacking": (
        f"{6 * DAY}",
        [
            "PackingRejected OrderCancelledByCustomer NotPackedInTime States.Timeout: never",
            "sqs",
            "seconds",
        ],
        [
            "PackingRejected OrderCancelledByCustomer NotPackedInTime -> AbandonFulfilment",
            "any -> AbandonFulfilment",
        ],
    ),
    "CompleteOrder": (
        f"{CARD}",
        ["HoldLost OrderClosing: never", "paid", "lambda", "hour"],
        [
            "HoldLost OrderClosing -> AbandonFulfilment",
            "PaidNotCompleted -> AwaitOperator",
            "any -> AbandonFulfilment",
        ],
    ),
    "AbandonFulfilment": (
        f"{STEP}",
        ["OrderPacked OrderCompleted: never", "lambda", "day"],
        ["OrderPacked -> CompleteOrder", "OrderCompleted -> OrderStands", "any -> AwaitOperator"],
    ),
    "VoidPayment": (f"{GIVING_BACK}", ["lambda", "day"], ["any -> AwaitOperator"]),
    "CloseOrder": (f"{STEP}", ["lambda", "day"], ["any -> AwaitOperator"]),
    "AwaitOperator": (
        f"{30 * DAY}",
        ["States.Timeout: never", "lambda", "seconds"],
        ["any -> AbandonFulfilment"],
    ),
}

RETURN: dict[str, Policy] = {
    "AwaitInspection": (
        f"{30 * DAY}",
        ["ReturnRejected States.Timeout: never", "lambda", "seconds"],
        [
            "ReturnRejected -> CloseReturn",
            "States.Timeout -> AwaitInspection",
            "any -> AwaitOperator",
        ],
    ),
    "RefundPayment": (
        f"{GIVING_BACK}",
        ["RefundRefused: never", "lambda", "day"],
        ["RefundRefused -> AwaitOperator", "any -> AwaitOperator"],
    ),
    "RestockItems": (f"{STEP}", ["lambda", "day"], ["any -> AwaitOperator"]),
    "CloseReturn": (
        f"{STEP}",
        ["RefundRefused: never", "lambda", "day"],
        ["RefundRefused -> AwaitOperator", "any -> AwaitOperator"],
    ),
    "AwaitOperator": (
        f"{30 * DAY}",
        ["States.Timeout: never", "lambda", "seconds"],
        ["any -> AwaitInspection"],
    ),
}

REFUND: dict[str, Policy] = {
    "GiveMoneyBack": RETURN["RefundPayment"],
    "CloseRefund": RETURN["CloseReturn"],
    "AwaitOperator": (
        f"{30 * DAY}",
        ["States.Timeout: never", "lambda", "seconds"],
        ["any -> GiveMoneyBack"],
    ),
}

POLICIES = {"checkout": CHECKOUT, "fulfilment": FULFILMENT, "return": RETURN, "refund": REFUND}

_NAMES = {spelt: name for name, spelt in RETRIERS.items()}


def policy(state: dict[str, Any]) -> Policy:
    """A Task as the tables above write it; whatever no table can say is added as it stands."""
    beat = f"/{state['HeartbeatSeconds']}" if "HeartbeatSeconds" in state else ""
    retried = [_retrier(one) for one in state.get("Retry", [])]
    caught = [f"{_errors(one)} -> {one['Next']}" for one in state.get("Catch", [])]
    return f"{state['TimeoutSeconds']}{beat}", [_NAMES.get(one, one) for one in retried], caught


def _retrier(retrier: dict[str, Any]) -> str:
    if retrier.get("MaxAttempts") == 0:
        return f"{_errors(retrier)}: never"
    spelt = (
        f"{_errors(retrier)}: {retrier['MaxAttempts']} from {retrier['IntervalSeconds']} s,"
        f" x{retrier['BackoffRate']}"
    )
    return spelt + (f" up to {retrier['MaxDelaySeconds']} s" if "MaxDelaySeconds" in retrier else "")


def _errors(one: dict[str, Any]) -> str:
    return " ".join(one["ErrorEquals"]).replace("States.ALL", "any")
