"""The stories that `make test` tells, too, in the shop of tests/e2e."""

import re

from playwright.sync_api import WebSocket

from tests.browser.axe import STILL, serious
from tests.browser.operator import Operator
from tests.browser.provider_ledger import charges_of
from tests.browser.shopper import Shopper


def test_a_pizza_is_bought_and_its_way_is_followed_to_the_door(visitor: Shopper) -> None:
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: heard.append(str(frame)))

    visitor.page.on("websocket", listen)

    order = visitor.buy()

    visitor.sees_status("Handed over")
    assert any(order in told and "COMPLETED" in told for told in heard), "the socket did not tell the page"
    visitor.sees(re.compile("Your card paid .*, once"))
    assert charges_of(visitor.shop, order) == 1


def test_whoever_is_on_duty_finds_the_order_and_nothing_keeps_them_out(
    visitor: Shopper, operator: Operator
) -> None:
    order = visitor.buy("Mineral water")
    operator.page.emulate_media(**STILL)
    assert list(serious(operator, f"/console/orders/{order}")) == []
    assert list(serious(visitor, f"/orders/{order}")) == []
