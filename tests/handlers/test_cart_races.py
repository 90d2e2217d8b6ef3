"""Threads at a few carts: tabs that change them, logins that merge them, checkouts that claim them."""

from contextlib import suppress

import pytest

from functions.cart import store
from functions.cart.cart import CheckoutInProgress, Line
from functions.cart.change_cart import put_line
from functions.cart.merge_carts import merge_carts
from functions.checkout.bodies import CheckoutBody
from functions.checkout.place_order import place_order
from functions.order import store as order_store
from functions.shared import clock
from functions.shared.errors import BusinessError
from tests.handlers import saga
from tests.handlers.shop import Shop, checkout_body
from tests.handlers.threads import run_beside

pytestmark = pytest.mark.usefixtures("one_call_at_a_time")

ME = "own_ada"
GUESTS = [f"own_guest{number}" for number in range(3)]


def line_ids(owner: str) -> list[str]:
    return [line.line_id for line in store.load(owner, clock.now()).lines]


def put(owner: str, line_id: str) -> None:
    put_line(owner, Line(line_id, "water", {}, 1), None)


def test_lines_put_while_their_carts_are_merged_end_up_in_exactly_one_cart(shop: Shop) -> None:
    tasks = [(owner, f"{owner}-{number}") for number in range(8) for owner in (ME, *GUESTS)]

    def put_into(task: tuple[str, str]) -> str:
        put(*task)
        return "put"

    def merge_all() -> None:
        for guest in GUESTS:
            merge_carts(ME, guest)

    run_beside(tasks, put_into, merge_all)
    merge_all()

    assert sorted(line_ids(ME)) == sorted(line_id for _, line_id in tasks)
    assert [line_ids(guest) for guest in GUESTS] == [[], [], []]


@pytest.mark.parametrize("buyer", [ME, GUESTS[0]], ids=["mine", "the guest's"])
def test_many_tabs_of_one_cart_beside_its_merge_are_one_order_and_no_line_is_both_bought_and_left(
    shop: Shop, buyer: str
) -> None:
    for owner in (ME, GUESTS[0]):
        put(owner, f"{owner}-line")
    body = CheckoutBody.model_validate(checkout_body(250))

    def check_out(key: str) -> str:
        try:
            return place_order(buyer, key, body.request()).order_id
        except BusinessError as refused:
            return type(refused).__name__

    def merge() -> None:
        with suppress(CheckoutInProgress):
            merge_carts(ME, GUESTS[0])

    ends = run_beside([f"key-{number}" for number in range(20)], check_out, merge)

    orders = [order.order_id for order in order_store.load_all()]
    assert len(orders) <= 1
    assert {end for end in ends if end.startswith("ord_")} == set(orders)
    shop.stock("water", 10)
    for order_id in orders:
        saga.confirm(order_id)
    bought = [line.line_id for order in order_store.load_all() for line in order.lines]
    left = [line_id for owner in (ME, GUESTS[0]) for line_id in line_ids(owner)]
    assert sorted(bought + left) == sorted(f"{owner}-line" for owner in (ME, GUESTS[0]))
