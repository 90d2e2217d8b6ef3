"""Functions: how long they live, what they write down, and how long a deployment waits."""

from typing import Any

from tests.infra.pins.pin import DAY, Pin


def _each(**names: str) -> dict[str, Any]:
    """`{name: value}` of `_45="A B"`: seconds (or another number), then who has it."""
    return {name: int(number.strip("_")) for number, listed in names.items() for name in listed.split()}


API = (
    "Authorizer Sessions Storefront Webhook Fulfilments Cart Orders Returns CartMerge Wait Checkouts"
    " CancelOrder Receipts ReturnPhotos Tickets SessionData Socket Hello Login CurrentSession RetryStuck"
    " SettleStuck ExplainRefund DecideReturn Conversations ConversationsSocket"
    " ChangeStock MoveBreaker ChangeKeys AskForJob OpsOrders OrdersGraph Operations OpsMeasures"
    " ShowReturn Credit GrantCredit RefundOrder"
)
STEPS = (
    "AwaitInspection AwaitReturnOperator RestockItems CloseReturn AwaitCustomerAction AwaitOperator"
    " ReserveStock CheckPayment ConfirmOrder AbandonOrder CloseOrder AbandonFulfilment"
    " AwaitRefundOperator CloseRefund"
)
FUNCTIONS = (
    Pin(
        "Lambda::Function",
        "Timeout",
        _each(_29=API, _45=STEPS, _65="AuthorizePayment CompleteOrder")
        | _each(
            _110="VoidPayment RefundPayment GiveMoneyBack",
            _20="OfferPacking ReportPacking",
            _30="Notify FailedCheckouts Messages RotateKeys",
            _55="Sweep",
            _60="Relay Updates",
            _300="WorkOnJob MeasureOrders",
            _600="Reconcile",
        ),
        "test_time_outs.py: longer than whoever is waited for; shorter than whoever waits (API Gateway 29 s,"
        " the state, the queue); the sweep ends before its next run",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.DECLINES_OF_SESSION",
        {"Checkouts": "5"},
        "a customer tries some cards; who tests stolen ones tries on",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.DECLINES_OF_ADDRESS",
        {"Checkouts": "50"},
        "an office shares an address",
    ),
    Pin("Lambda::Function", "ReservedConcurrentExecutions", {"Wait": 20}, "who waits leaves room for steps"),
    Pin(
        "Lambda::Function",
        "Environment.Variables.POWERTOOLS_LOG_LEVEL",
        "INFO",
        "no line where all went well",
    ),
    Pin("Lambda::Function", "LoggingConfig.LogFormat", "JSON", "Lambda's own lines can be left out"),
    Pin("Lambda::Function", "LoggingConfig.SystemLogLevel", "WARN", "lines that fail, and no others"),
    Pin(
        "Logs::LogGroup", "RetentionInDays", 30, "longer than a return waits to be looked into; not for ever"
    ),
)

PATIENCE = (
    Pin(
        "Lambda::Function",
        "Environment.Variables.CHECKOUT_DUE_SECONDS",
        dict.fromkeys(
            (
                "AbandonFulfilment",
                "ReportPacking",
                "RefundOrder",
                "Fulfilments",
                "Checkouts",
                "CancelOrder",
                "Sweep",
                "SettleStuck",
            ),
            "1800",
        ),
        "the sweep looks when a customer at the bank (900 s) and the tries after it are over",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.RETURN_DUE_SECONDS",
        dict.fromkeys(("Returns", "Sweep"), str(DAY)),
        "a return waits for weeks: once a day is soon enough",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.PACKING_SECONDS",
        dict.fromkeys(("Sweep", "Relay"), str(6 * DAY)),
        "holds on cards live for seven days at least",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.HOLD_MARGIN_SECONDS",
        dict.fromkeys(("Sweep", "Relay"), str(DAY)),
        "what was packed is captured (an hour of tries) before its hold ends",
    ),
    Pin(
        "Lambda::Function",
        "Environment.Variables.SILENCE_SECONDS",
        dict.fromkeys(("Sweep", "Relay"), str(DAY)),
        "a warehouse that closes at night and packs every day is heard once a day",
    ),
)
