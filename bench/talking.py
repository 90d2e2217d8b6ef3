"""What a message in a conversation costs, by either side, over the socket and over HTTP, while a tab of each
side is connected."""

import json
from collections.abc import Iterator

from bench.alone import counted_alone
from bench.counting import Counts, count_one
from bench.frozen_clock import a_minute_later, standing_still
from bench.scenarios import CONFIRMED, Scenario, fill_cart, open_shop, owner
from harness.api import Answer
from harness.moto.world import World
from harness.talker import Talker, delivers

OPERATOR = "op_olga"
QUEUE = "Sayings"
TEXT = "nobody-has-rung-"
"""It is its own client_id."""
SAID = 1
"""Over the socket; what comes of it is counted where it is received."""

CUSTOMER_SAYS = Scenario("a customer's message over the socket", ends=None)
OPERATOR_SAYS = Scenario("an operator's message over the socket", ends=None)
CUSTOMER_POSTS = Scenario("a customer's message over HTTP", ends=None)
OPERATOR_POSTS = Scenario("an operator's message over HTTP", ends=None)
TALKS = (CUSTOMER_SAYS, OPERATOR_SAYS, CUSTOMER_POSTS, OPERATOR_POSTS)


def count_talks(world: World) -> dict[str, Counts]:
    """By title: not the first message of the conversation, which has a head to make."""
    world.reset()
    with standing_still():
        open_shop(CONFIRMED)
        who = owner(0)
        total = fill_cart(world, who, CONFIRMED)["amount"]
        order_id: str = world.checkout(who, total=total).json["order_id"]
        world.stop()
        customer = Talker(world, order_id, who)
        operator = Talker(world, order_id, OPERATOR, operator=True)
        for one in (customer, operator):
            one.comes_up()
            begun = one.posts(f"begins-{one.page.owner}")
            assert begun.status == 201, begun  # noqa: S101 - or something else would be counted
        return dict(_rows(world, customer, operator))


def _rows(world: World, customer: Talker, operator: Talker) -> Iterator[tuple[str, Counts]]:
    for says, posts, who in (
        (CUSTOMER_SAYS, CUSTOMER_POSTS, customer),
        (OPERATOR_SAYS, OPERATOR_POSTS, operator),
    ):
        yield says.title, _over_the_socket(world, says, who)
        yield posts.title, _over_http(world, posts, who)


def _over_the_socket(world: World, scenario: Scenario, who: Talker) -> Counts:
    before = _received(world)
    with a_minute_later():
        said = count_one(world, lambda: who.says(f"{TEXT}{who.page.owner}"))
    told = count_one(world, lambda: delivers(world, 1))
    heard, size = _heard_since(world, before)
    messages = SAID + heard
    return counted_alone(scenario, (said, told), queued=(QUEUE,), socket_messages=messages, answered=size)


def _over_http(world: World, scenario: Scenario, who: Talker) -> Counts:
    answers: list[Answer] = []
    before = _received(world)
    posted = count_one(world, lambda: answers.append(who.posts(f"{TEXT}again-{who.page.owner}")))
    assert answers[0].status == 201, answers  # noqa: S101 - or something else was counted
    heard, size = _heard_since(world, before)
    answered = size + len(answers[0].body.encode())
    return counted_alone(scenario, (posted,), requests=1, socket_messages=heard, answered=answered)


def _received(world: World) -> dict[str, int]:
    """How many messages, by connection."""
    return {name: len(received) for name, received in world.sockets.received.items()}


def _heard_since(world: World, before: dict[str, int]) -> tuple[int, int]:
    """How many messages all connections received, and their bytes."""
    found = [
        message for name, received in world.sockets.received.items() for message in received[before[name] :]
    ]
    return len(found), sum(len(json.dumps(one)) for one in found)
