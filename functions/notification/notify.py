"""Tell a customer what an event of the bus is about, once for each order, kind of message, and return
or refund."""

from functools import cache
from typing import Any

from functions.notification.message import Message, Notice, notice_of
from functions.notification.tell_customer import deliver, tell_customer
from functions.shared.observe import about, logger
from functions.shared.once import Once

# Longer than any event can wait for its delivery: a dead letter is kept for fourteen days.
REMEMBERED_SECONDS = 15 * 24 * 60 * 60


def notify(event: dict[str, Any], context: Any) -> None:
    """`event` as EventBridge delivers it. One whose message is being sent by another invocation fails
    (IdempotencyAlreadyInProgressError) and is to be brought again: that other one may not come to its end."""
    detail = event["detail"]
    with about(detail["order_id"]):
        notice = notice_of(event["detail-type"], detail)
        if notice is None:
            return
        _sending().begin(context)
        try:
            tell_customer(notice, _send_once)
        except Exception:
            logger.exception("customer not told", extra={"kind": notice.kind})
            raise


def _send_once(notice: Notice, recipient: str, message: Message) -> None:
    key = {"order_id": notice.order_id, "kind": notice.kind.value, "return_id": notice.about}
    _sending()(key=key, notice=notice, recipient=recipient, message=message)


@cache
def _sending() -> Once:
    return Once(_send, argument="key", prefix="notify", seconds=REMEMBERED_SECONDS)


def _send(key: dict[str, Any], notice: Notice, recipient: str, message: Message) -> None:
    """`key` is what the record is kept by: the order, what it is told, and of which return or refund (so
    called since there were returns alone)."""
    deliver(notice, recipient, message)
