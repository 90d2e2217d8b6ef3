"""Every page, in both themes, on a phone and on a desk: nothing that axe-core calls serious or worse."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import HEIGHTS, PHONE, WIDE
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper
from tests.browser.visitor import Visitor

SERIOUS = ("serious", "critical")
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
    "/repairs",
    "/keys",
)
# Half-way through a fade, a colour is not what it will be.
STILL: Any = {"reduced_motion": "reduce"}


@pytest.mark.handful
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


def serious(visitor: Visitor, path: str) -> Iterator[str]:
    """What axe-core finds on the page, in each theme and width; and whether it can be scrolled sideways."""
    visitor.page.set_viewport_size({"width": WIDE, "height": HEIGHTS[WIDE]})
    visitor.open(path)
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    visitor.page.wait_for_load_state("networkidle")
    for width in (WIDE, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{path} at {width}: wider than the screen"
        for theme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=theme, **STILL)  # type: ignore[arg-type]
            for one in Axe().run(visitor.page).response["violations"]:
                if one["impact"] in SERIOUS:
                    where = "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:3])
                    yield f"{path} at {width}, {theme}: {one['id']} ({where})"
