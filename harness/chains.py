"""How many calls to the payment provider one invocation makes in a row, on its longest way."""

PROVIDER_CALLS: dict[str, int | None] = {
    "AuthorizePayment": 6,  # five keys to create under (each breaks), and the confirmation
    "CheckPayment": 1,
    "CapturePayment": 3,  # read, capture, read once more after a refusal
    "VoidPayment": 7,  # three times read and undo; read once more where the provider broke
    "RefundPayment": 3,  # list, refund, list
    "Webhook": 2,  # read, undo; who needs more is cut off, answered 504, and comes again
    "Reconcile": None,  # as long as there is time: it looks at the clock (job_reconcile.py)
}
"""By function. A world fails the test in which an invocation makes more (harness/moto/world.py); a Webhook
may, since the provider delivers again."""

COMES_AGAIN = ("Webhook", "Reconcile")
CALLS = ("create", "confirm", "read", "cancel", "capture", "refund", "list_refunds", "list", "charge")


def longer_than_known(function: str, calls: list[str]) -> bool:
    asked = sum(one in CALLS for one in calls)
    known = PROVIDER_CALLS.get(function, 0)
    return function not in COMES_AGAIN and known is not None and asked > known
