"""How many calls to the payment provider one invocation makes in a row, on its longest way."""

PROVIDER_CALLS: dict[str, int | None] = {
    "AuthorizePayment": 6,  # five keys to create under (each breaks), and the confirmation
    "CheckPayment": 1,
    "CompleteOrder": 3,  # read, capture, read once more after a refusal
    "VoidPayment": 7,  # three times read and undo; read once more where the provider broke
    "RefundPayment": 3,  # list, refund, list
    "GiveMoneyBack": 3,  # the same
    "Webhook": 12,  # read; undone as a void does, three times read and undo; five times its refunds listed
    "OpsOrders": 1,
    "SettleStuck": 10,  # undone as a void does; read once more to say what was left
    "ExplainRefund": 6,  # read; five times its refunds listed
    "Reconcile": None,  # as long as there is time: it looks at the clock (job_reconcile.py)
}
"""By function. A world fails the test in which an invocation makes more (harness/moto/world.py). More than a
hundred refunds of one payment are listed page by page, which is not counted here."""

CUT_OFF = ("Webhook", "SettleStuck", "ExplainRefund")
"""Whose life is that of a request. On an ordinary way they ask two or three times; where others move the same
payment all the time and the provider is slow, too, they are cut off and answered 504, and the event is
delivered, or the request made, again: each call is safe to repeat."""
CALLS = (
    "create",
    "confirm",
    "read",
    "cancel",
    "capture",
    "refund",
    "list_refunds",
    "list_disputes",
    "list",
    "charge",
)


def longer_than_known(function: str, calls: list[str]) -> bool:
    asked = sum(one in CALLS for one in calls)
    known = PROVIDER_CALLS.get(function, 0)
    return known is not None and asked > known
