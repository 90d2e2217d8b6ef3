"""Pairs that meet in a conversation: who speaks, who reads, and the queue that delivers again."""

import json
from typing import Any

from functions.conversation import queue
from functions.conversation.access import Caller
from functions.conversation.bus import ANSWERED
from functions.conversation.conversation import Side
from functions.conversation.whole_store import Whole, load_all
from functions.session.groups import OPERATORS
from harness.api import Answer
from harness.invocation import Outcome
from harness.simulator.cloud import BUS
from harness.simulator.simulator import Simulator
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once, heard

OPERATOR = "op_olga"
SAID, BUSY = 201, 503
BOTH_WAYS = "hears nothing, dies"


def nobody_spoke(shop: Simulator) -> Facts:
    """A customer of an order that nobody has spoken about."""
    shop.sells()
    order_id = shop.places_order()
    shop.run_to_rest()
    return {"order": order_id, "owner": shop.order(order_id).owner}


def spoken(shop: Simulator) -> Facts:
    """The same, and the customer has said something."""
    facts = nobody_spoke(shop)
    assert says("first")(shop, facts).status == SAID
    return facts


def answered(shop: Simulator) -> Facts:
    """The same, and an operator has answered."""
    facts = spoken(shop)
    assert says("answer", operator=True)(shop, facts).status == SAID
    return facts


def says(text: str, *, operator: bool = False, client_id: str = "") -> Does:
    def say(shop: Simulator, facts: Facts) -> Answer:
        body = {"client_id": client_id or text, "text": text}
        path = f"/conversations/{facts['order']}/messages"
        return shop.api("POST", path, body, **_who(facts, operator))

    return say


def delivered(text: str, *, operator: bool = False) -> Does:
    """From the queue, as it was put there by a socket."""

    def deliver(shop: Simulator, facts: Facts) -> Outcome:
        owner = OPERATOR if operator else facts["owner"]
        saying = queue.Saying(facts["order"], Caller(owner, operator), text, text)
        return shop.invoke("Messages", {"Records": [{"messageId": "m1", "body": body_of(saying)}]})

    return deliver


def body_of(saying: queue.Saying) -> str:
    return json.dumps(
        {
            "conversation": saying.conversation,
            "owner": saying.caller.owner,
            "operator": saying.caller.operator,
            "client_id": saying.client_id,
            "text": saying.text,
        }
    )


def reads(upto: int, *, operator: bool = False) -> Does:
    def read(shop: Simulator, facts: Facts) -> Answer:
        path = f"/conversations/{facts['order']}/read"
        return shop.api("PUT", path, {"upto": upto}, **_who(facts, operator))

    return read


def _who(facts: Facts, operator: bool) -> dict[str, Any]:
    return {"owner": OPERATOR, "groups": OPERATORS} if operator else {"owner": facts["owner"]}


def conversation(facts: Facts) -> Whole:
    """The only one there is."""
    (found,) = load_all({})
    assert found.conversation == facts["order"]
    return found


def texts(*expected: str) -> Any:
    """These, each once, in whichever order."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        found = sorted(message.text for message in conversation(facts).messages)
        return [] if found == sorted(expected) else [f"{found} stands there"]

    return check


def acknowledged_is_stored(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Whoever was answered 201 finds the message there under the number that was answered."""
    wrong = []
    stored = {message.seq: message.client_id for message in conversation(facts).messages}
    for name, actor in results.items():
        if heard(actor) == SAID and stored.get(actor.result.json["seq"]) != actor.result.json["client_id"]:
            wrong.append(f"{name} was answered with a number that is another's")
    return wrong


def unread_is(customer: int, operator: int) -> Any:
    def check(shop: Simulator, facts: Facts) -> list[str]:
        head = conversation(facts).head
        assert head is not None
        found = {side.value: head.unread(side) for side in head.read}
        expected = {"customer": customer, "operator": operator}
        return [] if found == expected else [f"unread {found}"]

    return check


def read_is(upto: int) -> Any:
    """So far the shop has read."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        head = conversation(facts).head
        assert head is not None
        found = head.read[Side.OPERATOR].upto
        return [] if found == upto else [f"read up to {found}"]

    return check


def told_once(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Of two answers to a customer who is away one is told by mail."""
    told = [message.seq for message in conversation(facts).messages if message.tells]
    return [] if len(told) == 1 else [f"told of {told}"]


def handed_to_the_mail(shop: Simulator, facts: Facts) -> list[str]:
    """What was acknowledged to an operator whose customer is away is told, though who said it first died."""
    told = shop.cloud.queues.get(f"{BUS}{ANSWERED}", ())
    return [] if told else ["nobody was told by mail"]


def both(*checks: Any) -> Any:
    return lambda shop, facts, *results: [wrong for check in checks for wrong in check(shop, facts, *results)]


def pair(name: str, given: Any, works: dict[str, Does], at_rest: Any, **more: Any) -> Pair:
    return Pair(
        name=name,
        given=given,
        works=at_once(works),
        ends={("CONFIRMED", None)},
        answers={name: {SAID, 200, "done"} for name in works},
        at_rest=at_rest,
        check=more.pop("check", acknowledged_is_stored),
        **more,
    )


PAIRS = [
    pair(
        "say || say",
        nobody_spoke,
        {"customer": says("hello"), "operator": says("welcome", operator=True)},
        both(texts("hello", "welcome"), unread_is(1, 1)),
    ),
    pair(
        "say || say, one customer in two tabs",
        spoken,
        {"tab 1": says("one"), "tab 2": says("two")},
        both(texts("first", "one", "two"), unread_is(0, 3)),
    ),
    pair(
        "say || say again",
        spoken,
        {"say": says("one"), "again": says("one")},
        both(texts("first", "one"), unread_is(0, 2)),
        losses={"say": BOTH_WAYS},
    ),
    pair(
        "say || redelivery",
        nobody_spoke,
        {"delivery": delivered("one"), "redelivery": delivered("one")},
        both(texts("one"), unread_is(0, 1)),
        check=lambda shop, facts, results: [],
        losses={"delivery": BOTH_WAYS},
    ),
    pair(
        "say over HTTP || redelivery",
        spoken,
        {"say": says("one"), "redelivery": delivered("one")},
        both(texts("first", "one"), unread_is(0, 2)),
    ),
    pair(
        "say || read",
        spoken,
        {"say": says("two"), "read": reads(1, operator=True)},
        both(texts("first", "two"), unread_is(0, 1)),
    ),
    pair(
        "answer || read",
        answered,
        {"answer": says("more", operator=True), "read": reads(2)},
        both(texts("first", "answer", "more"), unread_is(1, 1)),
    ),
    pair(
        "read || read",
        answered,
        {"read 1": reads(1, operator=True), "read 2": reads(2, operator=True)},
        both(unread_is(1, 0), read_is(2)),
        check=lambda shop, facts, results: [],
        losses={"read 2": BOTH_WAYS},
    ),
    pair(
        "answer || answer, to who is away",
        spoken,
        {"answer 1": says("one", operator=True), "answer 2": says("two", operator=True)},
        both(texts("first", "one", "two"), unread_is(2, 1)),
        check=both(acknowledged_is_stored, told_once),
    ),
    pair(
        "answer || answer again, to who is away",
        spoken,
        {"answer": says("answer", operator=True), "again": says("answer", operator=True)},
        both(texts("first", "answer"), handed_to_the_mail),
        losses={"answer": BOTH_WAYS},
    ),
    pair(
        "say || say || read",
        spoken,
        {"customer": says("one"), "operator": says("two", operator=True), "read": reads(1, operator=True)},
        both(texts("first", "one", "two"), unread_is(1, 1)),
        bound=3,
    ),
]
