"""The inspector's answer: the first one counts.

A rejection is one write on the return. An acceptance is one transaction: the decision with what it gives
back, the units that the order counts as accepted, and the claim on the order's money. It is refused if the
order or its account has moved since it was read, so that returns beside each other give back what they would
one after the other, in whichever order they were asked for.

Tokens and decision are on one item, and each is read after it was written: whoever of them comes last sees
both and answers the execution.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from functions.operator import journal_store
from functions.operator.answer_stop import answer_stop
from functions.operator.journal import Entry, Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.payment import refunds_store
from functions.payment import writes as payment_writes
from functions.returns import claim, writes
from functions.returns import store as returns_store
from functions.returns.returns import Inspection, InspectionResult, Return, Verdict
from functions.returns.store import ReturnMoved
from functions.shared import clock, machines
from functions.shared.contention import REFUSALS, contend
from functions.shared.errors import BusinessError
from functions.shared.table import transact
from functions.shared.write import Write

TRIES = 10
PAUSE_SECONDS = 0.005


class ReturnRejected(BusinessError):
    """The inspector turned the return down."""


class AlreadyInspected(Exception):
    """The return was decided otherwise before. `found` is how it stands."""

    def __init__(self, found: Return) -> None:
        super().__init__(found.return_id)
        self.found = found


def inspect_return(return_id: str, verdict: Verdict, by: str) -> Return:
    """The return, decided. The same answer again changes nothing, and sends on what got stuck after it.
    Raises AlreadyInspected, NotAnnounced, NothingAccepted, ReturnUnknown, Contended."""
    return_ = contend(
        partial(_decide, return_id, verdict, by),
        f"inspect {return_id}",
        tries=TRIES,
        pause=PAUSE_SECONDS,
        refusals=(*REFUSALS, ReturnMoved),
    )
    _answer(return_, return_.task_tokens)
    now = clock.timestamp(clock.now())
    send_on(return_, OperatorAnswer(Remedy.RETRY, by, now, verdict.why or ""))
    return return_


def _decide(return_id: str, verdict: Verdict, by: str) -> Return:
    return_ = returns_store.load(return_id)
    if return_.inspection is not None:
        if not _says_the_same(return_, verdict):
            raise AlreadyInspected(return_)
        return return_
    if verdict.result is InspectionResult.ACCEPTED:
        return _accept(return_, verdict, by)
    inspection = Inspection(verdict, by, clock.timestamp(clock.now()))
    return returns_store.decide(return_id, inspection, _told(return_id, inspection))


def _says_the_same(return_: Return, verdict: Verdict) -> bool:
    """As to what follows from it: who said it, why, and in which words is not compared."""
    recorded = return_.inspection
    assert recorded is not None  # noqa: S101 - it was decided
    if recorded.result is not verdict.result:
        return False
    if verdict.result is InspectionResult.REJECTED:
        return True
    lines = claim.accepted(return_.lines, verdict)
    return (lines, verdict.off_shelf) == (return_.accepted_lines, recorded.verdict.off_shelf)


def _accept(return_: Return, verdict: Verdict, by: str) -> Return:
    lines = claim.accepted(return_.lines, verdict)
    order = order_store.load(return_.order_id)
    account = refunds_store.load(return_.order_id)
    late = claim.is_late(order, return_.requested_at)
    grant = claim.grant(order, lines, account.left_if_won, late=late)
    now = clock.now()
    inspection = Inspection(replace(verdict, lines=lines), by, clock.timestamp(now), grant)
    change = changes.accept_return(order, return_.return_id, lines, now, late=late, delivery=grant.delivery)
    transact(
        [
            writes.decide(return_.return_id, inspection),
            payment_writes.claim_refund(account, return_.return_id, account.split(grant.refund.amount)),
            *order_writes.advance(change),
            _told(return_.return_id, inspection),
        ]
    )
    return returns_store.load(return_.return_id)


def _told(return_id: str, inspection: Inspection) -> Write:
    """The journal's entry of a decision."""
    said = inspection.verdict
    accepted = said.result is InspectionResult.ACCEPTED
    what = {"lines": said.lines, "not_on_shelf": said.off_shelf} if accepted else {}
    signed = Signed(inspection.by, said.why or "", inspection.at)
    return journal_store.entry(
        Entry("accept-return" if accepted else "reject-return", return_id, signed, what)
    )


def send_on(return_: Return, answer: OperatorAnswer) -> None:
    """Let a return that stands in front of an operator go on; nothing if it does not."""
    if return_.stuck is None:
        return
    answer_stop(return_.stuck, answer, partial(returns_store.record_answer, return_.return_id))


def await_inspection(return_id: str, task_token: str) -> None:
    """Keep the execution's token with the return. The decision may have come first."""
    _answer(returns_store.keep_task_token(return_id, task_token), (task_token,))


def _answer(return_: Return, task_tokens: Sequence[str]) -> None:
    """Answering repeats until it is acknowledged; a token that was answered or has expired is fine."""
    if return_.inspection is None:
        return
    if return_.accepted:
        machines.succeed(*task_tokens)
    else:
        machines.fail(*task_tokens, error=ReturnRejected.__name__)
