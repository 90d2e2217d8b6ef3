"""Every page, in both themes, on a phone and on a desk: nothing that axe-core calls serious or worse."""

from tests.browser.axe import STILL, serious
from tests.browser.conftest import HEIGHTS, WIDE
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper

CONSOLE = (
    "",
    "/stuck",
    "/dead-letters",
    "/returns",
    "/inbox",
    "/stock",
    "/measures",
    "/provider",
    "/journal",
    "/sales",
    "/jobs",
    "/keys",
)


def test_the_storefront_has_nothing_that_keeps_anybody_out(visitor: Shopper) -> None:
    visitor.page.emulate_media(**STILL)
    order = visitor.buy()
    visitor.sees_status("Handed over")
    found = []
    for path in ("/", "/cart", "/checkout", "/orders", f"/orders/{order}", "/help", "/nowhere"):
        found += list(serious(visitor, path))
    visitor.page.set_viewport_size({"width": WIDE, "height": HEIGHTS[WIDE]})
    visitor.open("/")
    visitor.add()
    for path in ("/", "/cart", "/checkout"):
        found += list(serious(visitor, path))
    assert found == []


def test_the_console_has_nothing_that_keeps_anybody_out(visitor: Shopper, operator: Operator) -> None:
    order = visitor.buy("Mineral water")
    operator.page.emulate_media(**STILL)
    found = [one for page in CONSOLE for one in serious(operator, f"/console{page}")]
    found += list(serious(operator, f"/console/orders/{order}"))
    found += list(serious(operator, f"/console/inbox/{order}"))
    assert found == []


def test_the_consoles_door_has_nothing_that_keeps_anybody_out(visitor: Shopper) -> None:
    assert list(serious(visitor, "/console")) == []


def test_the_crash_bench_has_nothing_that_keeps_anybody_out(visitor: Shopper) -> None:
    visitor.open("/crash")
    visitor.press("Buy now")
    visitor.sees("charged: once")
    assert list(serious(visitor, "/crash")) == []
