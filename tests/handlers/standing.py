"""An order and a return of it that stand somewhere, without a saga around them."""

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.operator.stop import OperatorAnswer, Remedy, Stop
from functions.order import changes
from functions.order import writes as order_writes
from functions.order.order import Head, Reason
from functions.returns import store as returns_store
from functions.returns import writes as returns_writes
from functions.returns.returns import Inspection, InspectionResult, Return, Stage, Verdict
from functions.shared import clock, ids
from functions.shared.money import Money
from functions.shared.table import transact, write
from functions.shared.write import Write
from tests.handlers.stockroom import pending_order

NOW = clock.now()
AT = clock.timestamp(NOW)
STUCK = Stop("Broken", "why", AT, ("token-1",), AT)
ORDER = ids.order_id("own_a", "key")
RETURN = ids.return_id(ORDER, "key")


def answer(by: str) -> OperatorAnswer:
    return OperatorAnswer(Remedy.SETTLED, by, AT, "paid by hand")


def placed() -> Head:
    return pending_order(ORDER, {"water": 1})


def fenced() -> Head:
    fence = changes.begin_cancelling(placed(), Reason.CHECKOUT_FAILED, NOW)
    transact(order_writes.advance(fence))
    return fence.after


def told() -> Write:
    """The journal's entry of something."""
    return journal_store.entry(Entry("accept-return", RETURN, Signed("ada", "", AT)))


def requested() -> Return:
    one = Return(RETURN, ORDER, Stage.REQUESTED, "broken", {"a": 1}, Money(250), AT, "digest")
    write(returns_writes.create(one, AT))
    return one


def decided(verdict: InspectionResult = InspectionResult.ACCEPTED) -> Return:
    requested()
    return returns_store.decide(RETURN, Inspection(Verdict(verdict), "ada", AT), told())
