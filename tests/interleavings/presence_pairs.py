"""Pairs that meet around presence: tabs come and go while an operator shows their customer's conversation."""

from functions.live.connections import online
from functions.session.groups import OPERATORS
from harness.invocation import Outcome
from harness.page import Page
from harness.simulator.simulator import Simulator
from harness.sockets import Message, message_event
from tests.interleavings.live_pairs import connects, leaves, nobody_looks, pair
from tests.interleavings.pair import Does, Facts, Results

OLGA = "op_olga"


def watched(*tabs: str, watches: bool = True) -> Does:
    """A customer with these tabs; an operator shows the conversation, or is about to."""

    def given(shop: Simulator) -> Facts:
        facts = nobody_looks(shop)
        for name in tabs:
            page = Page(shop, facts["owner"])
            page.connect(str(page.ticket()), name)
            page.hello()
        olga = Page(shop, OLGA, groups=OPERATORS)
        olga.connect(str(olga.ticket()), "olga")
        olga.hello()
        if watches:
            assert begins_to_watch(shop, facts).error is None
        return facts

    return given


def begins_to_watch(shop: Simulator, facts: Facts) -> Outcome:
    message = {"type": "watch", "conversation": facts["order"]}
    return shop.invoke("ConversationsSocket", message_event("olga", message))


def comes(shop: Simulator, facts: Facts) -> Outcome:
    connects("new")(shop, facts)
    return shop.invoke("Hello", message_event("new", {"type": "hello"}))


def told(shop: Simulator) -> list[Message]:
    return [one for one in shop.sockets.received["olga"] if one["type"] == "presence"]


def was_told_right(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """What was told last is so."""
    last, is_so = told(shop)[-1]["online"], online(facts["owner"])
    return [] if last == is_so else [f"online: {is_so}, and told was {last}"]


def was_told_nothing(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """But what it was told when it began to watch."""
    return [] if len(told(shop)) == 1 else [f"told {told(shop)}"]


PAIRS = [
    pair(
        "tab leaves || tab comes",
        watched("old"),
        {"leaves": leaves("old"), "comes": comes},
        check=was_told_right,
    ),
    pair(
        "last two tabs leave",
        watched("old", "older"),
        {"one": leaves("old"), "other": leaves("older")},
        check=was_told_right,
    ),
    pair(
        "tab leaves || tab leaves, a third stays",
        watched("old", "older", "stays"),
        {"one": leaves("old"), "other": leaves("older")},
        check=was_told_nothing,
    ),
    pair(
        "watch || tab leaves",
        watched("old", watches=False),
        {"watch": begins_to_watch, "leaves": leaves("old")},
        check=was_told_right,
    ),
    pair(
        "watch || tab comes",
        watched(watches=False),
        {"watch": begins_to_watch, "comes": comes},
        check=was_told_right,
    ),
    pair(
        "tab leaves || tab comes || tab leaves",
        watched("old", "older"),
        {"one": leaves("old"), "comes": comes, "other": leaves("older")},
        check=was_told_right,
        bound=3,
    ),
]
