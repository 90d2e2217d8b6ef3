"""Cards that are declined one after the other: further checkouts are refused before anything is written."""

import pytest

from functions.checkout.look_at_declines import DECLINES
from functions.session.attempts_store import EARLIER, MARKS, keep_attempt, marks_of
from functions.shared import clock
from functions.shared.table import scan, write
from functions.shared.write import Write
from harness.api import Answer
from harness.customers import DECLINED_CARD
from harness.moto.world import SKU, VISA, World
from harness.stories import WATER

ADA = "own_ada"
OF_SESSION, OF_ADDRESS = 5, 50
HOUR = 3600


def tries(shop: World, owner: str = ADA, card: str = DECLINED_CARD, key: str | None = None) -> Answer:
    """One checkout of one margherita, to its end."""
    shop.fills_cart({SKU: 1}, owner)
    answer = shop.checkout(owner, payment_method=card, key=key)
    shop.run_to_end()
    return answer


def counted() -> list[str]:
    """By the order of each decline, however many count it, in this hour and for the next."""
    sets = (item.get(name, ()) for item in scan("SESSIONS_TABLE") for name in (MARKS, EARLIER))
    return [mark.partition("#")[2] for marks in sets for mark in marks]


def test_after_five_declined_cards_of_one_session_a_sixth_order_is_refused(shop: World) -> None:
    heard = [tries(shop).status for _ in range(OF_SESSION)]
    calls_before = len(shop.provider.events())

    answer = tries(shop, card=VISA)

    assert heard == [202] * OF_SESSION
    assert (answer.status, answer.problem) == (429, "too-many-declines")
    assert 0 < int(answer.headers["retry-after"]) <= HOUR
    assert len(shop.orders()) == OF_SESSION
    assert len(shop.provider.events()) == calls_before


def test_who_pays_by_a_card_that_is_good_is_counted_nowhere(shop: World) -> None:
    for _ in range(OF_SESSION + 1):
        assert tries(shop, card=VISA).status == 202
    assert counted() == []


def test_others_order_beside_it(shop: World) -> None:
    for _ in range(OF_SESSION):
        tries(shop)

    assert tries(shop, "own_bob").status == 202


def test_a_repeat_meets_its_order_and_never_the_refusal(shop: World) -> None:
    """Even where the record of its key was lost."""
    first = tries(shop, key="first")
    for _ in range(OF_SESSION):
        tries(shop)

    for item in scan("IDEMPOTENCY_TABLE"):
        key = {"id": item["id"]}
        write(Write.delete("IDEMPOTENCY_TABLE", "record", key, condition="attribute_exists(#id)"))

    again = tries(shop, key="first")

    assert (again.status, again.problem) == (402, "payment-declined")
    assert again.json["order_id"] == first.json["order_id"]
    assert again.headers["idempotent-replayed"] == "true"


def test_an_hour_after_the_first_of_them_orders_are_taken_again(shop: World) -> None:
    for _ in range(OF_SESSION):
        tries(shop)
        shop.time_passes(600)

    refused = tries(shop, card=VISA)
    shop.time_passes(int(refused.headers["retry-after"]) - 60)
    still = tries(shop, card=VISA)
    shop.time_passes(61)

    assert (refused.status, still.status) == (429, 429)
    assert int(refused.headers["retry-after"]) < HOUR - 4 * 600
    assert tries(shop, card=VISA).status == 202


def test_of_one_address_fifty_are_declined_whatever_their_sessions(shop: World) -> None:
    tries(shop, "own_first")
    (order,) = shop.orders()
    (_, address) = order.asked_by
    for number in range(OF_ADDRESS - 2):
        assert keep_attempt(DECLINES, [address], f"{order.placed_at}#{number}", clock.now())

    assert tries(shop, "own_last").status == 202
    assert tries(shop, "own_new", VISA).status == 429


@pytest.mark.parametrize("kind", ["before", "after", "twice"])
def test_a_step_that_is_tried_again_counts_once(shop: World, kind: str) -> None:
    shop.fault("AbandonOrder", kind)

    order_id = tries(shop).json["order_id"]

    assert counted() == [order_id] * 4


def test_where_there_is_nothing_to_pay_no_card_is_in_question(shop: World) -> None:
    shop.sells(WATER, price=0)
    for _ in range(OF_SESSION):
        tries(shop)
    shop.fills_cart({WATER: 1}, ADA)

    assert shop.checkout(ADA, total=0).status == 202
    shop.run_to_end()


def test_neither_the_session_nor_the_address_is_stored_as_it_is(shop: World) -> None:
    tries(shop)

    stored = [item for item in scan("SESSIONS_TABLE") if MARKS in item or EARLIER in item]
    stored += [item for item in scan("ORDERS_TABLE") if "asked_by" in item]
    assert len(stored) == 5
    assert "127.0.0.1" not in str(stored)
    assert f"session-of-{ADA}" not in str(stored)


def test_what_is_counted_ends_by_itself_and_never_grows_for_ever(shop: World) -> None:
    tries(shop)
    (order,) = shop.orders()

    for item in scan("SESSIONS_TABLE"):
        assert item["expires_at"] - clock.now().timestamp() <= 2 * HOUR
    assert DECLINES.kept(order.asked_by[0]) == DECLINES.kept(order.asked_by[1]) == 100
    assert set(map(len, marks_of(DECLINES, order.asked_by, clock.now()).values())) == {1}
