"""`list-stuck` and `retry-stuck`: what stands in front of an operator, and the button that sends it on."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.operator import store as operator_store
from functions.operator.answer_stop import answer_stop
from functions.operator.stop import OperatorAnswer, Remedy, Stop
from functions.order import store as orders
from functions.returns import store as returns_store
from functions.returns.inspect_return import send_on
from functions.returns.returns import Return
from functions.returns.writes import ReturnUnknown
from functions.shared import clock, ids
from functions.shared.errors import TransientError
from functions.shared.items import Aside, Unreadable
from ops.errors import CommandError
from ops.journal import note
from ops.operator import signature
from ops.unreadable import cannot_be_read, listed, with_unreadable


@dataclass(frozen=True)
class Stopped:
    """An order or a return that stands, or stood, in front of an operator."""

    subject: str
    status: str
    stuck: Stop

    def entry(self) -> dict[str, Any]:
        return {"id": self.subject, "status": self.status} | self.stuck.shown()


def list_stuck() -> dict[str, Any]:
    """Of both kinds, those that have waited longest first. `unreadable`, where there are such: what cannot be
    read, and what the sweep could not look after."""
    aside: Aside = {}
    stuck = [one.entry() for one in unanswered(aside)]
    return with_unreadable({"stuck": stuck}, listed(aside))


def unanswered(aside: Aside | None = None) -> list[Stopped]:
    """What cannot be read goes `aside`."""
    waiting = dict(operator_store.load_unanswered(aside))
    found = [
        Stopped(order.order_id, order.status.value, waiting[order.order_id])
        for order in orders.load_many(list(waiting), aside)
        if not order.head.ended
    ]
    found += [_stopped(one, one.stuck) for one in returns_store.load_open(aside) if one.stuck]
    return sorted((one for one in found if one.stuck.answer is None), key=lambda one: one.stuck.at)


def find(subject: str) -> Stopped:
    """What keeps, or last kept, an order or a return. Raises CommandError."""
    return _find_return(subject) if ids.order_of_return(subject) else _find_order(subject)


def retry_stuck(subjects: list[str], why: str | None) -> dict[str, Any]:
    """Send each on over the way it came; one that was answered before is told so, and told again to go on.
    One of several that cannot be sent on is named under `failed`, alone it raises CommandError."""
    report: dict[str, Any] = {"retried": [], "already_answered": []}
    for subject in subjects:
        try:
            stopped = find(subject)
            send(stopped, Remedy.RETRY, why or "")
        except (CommandError, ClientError, BotoCoreError, TransientError) as failed:
            if len(subjects) == 1:
                raise
            report.setdefault("failed", []).append({"id": subject, "error": str(failed)})
            continue
        earlier = stopped.stuck.answer
        if earlier:
            report["already_answered"].append({"id": subject} | earlier.as_dict())
        else:
            report["retried"].append(subject)
    return report


def send(stopped: Stopped, verdict: Remedy, why: str) -> None:
    """As answer_stop. Raises Contended."""
    subject = stopped.subject
    answer = OperatorAnswer(verdict, signature(), clock.timestamp(clock.now()), why)
    if ids.order_of_return(subject):
        send_on(returns_store.load(subject), answer)
    else:
        answer_stop(stopped.stuck, answer, partial(operator_store.record_answer, subject))
    note(verdict.value.lower(), subject, why)


def _find_order(order_id: str) -> Stopped:
    try:
        order = orders.load(order_id)
    except orders.OrderUnknown:
        raise CommandError(f"there is no order {order_id}") from None
    except Unreadable as broken:
        raise cannot_be_read(order_id, broken) from None
    stuck = operator_store.load(order_id)
    if stuck is None:
        raise CommandError(f"{order_id} is {order.status} and never stood in front of an operator")
    return Stopped(order_id, order.status.value, stuck)


def _find_return(return_id: str) -> Stopped:
    try:
        one = returns_store.load(return_id)
    except ReturnUnknown:
        raise CommandError(f"there is no return {return_id}") from None
    except Unreadable as broken:
        raise cannot_be_read(return_id, broken) from None
    if one.stuck is None:
        raise CommandError(f"{return_id} is {one.shown} and does not stand in front of an operator")
    return _stopped(one, one.stuck)


def _stopped(one: Return, stuck: Stop) -> Stopped:
    return Stopped(one.return_id, one.shown, stuck)
