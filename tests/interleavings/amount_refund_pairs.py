"""Pairs of refunds of an amount, with each other and with what else takes of the same money."""

from functools import partial
from typing import Any

from functions.credit import store as credit_store
from functions.payment import refunds_store
from harness.customers import PRICE
from harness.records import REFUND
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS
from tests.interleavings.dispute_pairs import opens, told_again
from tests.interleavings.fulfilment_pairs import COMPLETED, delivered, requested, says
from tests.interleavings.hand_refund_pairs import HEARD, hears_of, refunded
from tests.interleavings.hand_refund_pairs import told_again as told_of_hand
from tests.interleavings.pair import Does, Facts, Pair, at_once, invokes

HALF = PRICE + 1
"""Of an order of two units: two such refunds are more than it cost."""
ASKED = {201, 409, 503}


def asks(amount: int, key: str = "k1", to: str = "card") -> Does:
    """An operator wants so much given back."""
    body = {"amount": amount, "to": to, "why": "it came cold"}
    operator = {"owner": "op_ada", "groups": "operators"}

    def does(shop: Simulator, facts: Facts) -> Any:
        path = f"/ops/orders/{facts['order']}/refunds"
        return shop.api("POST", path, body, {"Idempotency-Key": key}, **operator)

    return does


def asked(to: str) -> Any:
    """A refund whose execution stands before it gives anything back."""

    def given(shop: Simulator) -> Facts:
        facts = delivered(shop)
        answer = asks(300, to=to)(shop, facts)
        assert answer.status == 201, answer
        refund_id = answer.json["refund_id"]
        event = shop.runs_until(refund_id, "GiveMoneyBack", REFUND)
        return facts | {"refund_id": refund_id, "event": event}

    return given


def goes_on(shop: Simulator, facts: Facts) -> Any:
    return shop.runs(facts["refund_id"], REFUND)


def never_more_than_is_left(shop: Simulator, facts: Facts) -> list[str]:
    """What is claimed is counted, given back, and no more than was paid, but for what was made by hand."""
    shop.run_to_rest()
    account = refunds_store.load(facts["order"])
    card = sum(one.amount for one in account.refunds.values())
    credit = sum(one.legs.credit for one in account.refunds.values())
    wrong = []
    if (account.refunding, account.crediting) != (card + account.handed, credit):
        wrong.append(f"{account.refunding} and {account.crediting} are counted, {card} and {credit} claimed")
    if card + credit > account.captured:
        wrong.append(f"{card} and {credit} go back of {account.captured}")
    given = sum(one.legs.credit for one in account.refunds.values() if one.done)
    balance = credit_store.load(shop.order(facts["order"]).owner).balance
    if balance != given:
        wrong.append(f"{given} became credit, and the account has {balance}")
    return wrong


SAME: dict[str, Any] = {
    "at_rest": never_more_than_is_left,
    "rest": Simulator.run_to_rest,
    "bound": 2,
}
ONE_REFUND = partial(
    Pair,
    works=at_once({"GiveMoneyBack": invokes("GiveMoneyBack"), "execution": goes_on}),
    ends={COMPLETED},
    losses={"GiveMoneyBack": BOTH_WAYS, "execution": BOTH_WAYS},
    bound_of_losses=1,
)
PAIRS = [
    ONE_REFUND("give back || give back, one refund", asked("card"), **SAME),
    ONE_REFUND("give credit || give credit, one refund", asked("credit"), **SAME),
    Pair(
        "refund an amount || the same again",
        delivered,
        at_once({"first": asks(300), "again": asks(300)}),
        {COMPLETED},
        answers={"first": {201, 503}, "again": {201, 503}},
        losses={"first": BOTH_WAYS},
        bound_of_losses=1,
        **SAME,
    ),
    Pair(
        "refund an amount || refund an amount, more than is left",
        delivered,
        at_once({"card": asks(HALF), "credit": asks(HALF, "k2", "credit")}),
        {COMPLETED},
        answers={"card": ASKED, "credit": ASKED},
        **SAME,
    ),
    Pair(
        "refund an amount || accept a return",
        requested,
        at_once({"refund": asks(HALF, to="credit"), "accept": says(0)}),
        {COMPLETED},
        answers={"refund": ASKED},
        **SAME,
    ),
    Pair(
        "refund an amount || hears of a refund by hand",
        refunded(delivered),
        at_once({"refund": asks(HALF), "webhook": hears_of("charge.refunded")}),
        {COMPLETED},
        answers={"refund": ASKED, "webhook": HEARD},
        then=told_of_hand,
        **SAME,
    ),
    Pair(
        "refund an amount || hears of a dispute",
        delivered,
        at_once({"refund": asks(HALF), "bank": opens}),
        {COMPLETED},
        answers={"refund": ASKED, "bank": HEARD},
        then=told_again,
        **SAME,
    ),
]
