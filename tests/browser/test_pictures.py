"""The pictures of the documentation, from a running shop: `make pictures`."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.settings import ROOT
from tests.browser.conftest import Visit
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper
from tests.browser.visitor import Visitor

FOLDER = ROOT / "docs" / "pictures"
QUALITY = 60
MOST_BYTES = 150_000

pytestmark = pytest.mark.pictures


def test_the_storefront(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    visitor.add("Pizza Diavola")
    visitor.page.wait_for_load_state("networkidle")
    taken(visitor, "menu")
    visitor.to_checkout()
    visitor.fill_in()
    visitor.pay()
    visitor.arrive_at_order()
    visitor.sees_status("Handed over")
    taken(visitor, "order")


def test_the_console(visitor: Shopper, visit: Visit) -> None:
    order = visitor.buy("Pizza Diavola")
    visitor.sees_status("Handed over")
    operator: Operator = visit(Operator, dark=True).enter()
    operator.open(f"/console/orders/{order}")
    operator.sees(re.compile("Delivered, and charged"))
    expect(operator.find("region", "The machine as a graph")).to_be_visible()
    operator.sees("Live")
    taken(operator, "console")


def test_the_crash_bench(visitor: Shopper) -> None:
    visitor.open("/crash")
    visitor.find("switch", "hold the card: error 500").click()
    visitor.press("Buy 5 at once")
    visitor.press("Kill a worker")
    visitor.sees(re.compile("Killed a worker"))
    expect(visitor.page.get_by_text("charged: once").nth(3)).to_be_visible()
    taken(visitor, "crash-bench")


def taken(visitor: Visitor, name: str) -> Path:
    """What stands in the window once nothing on it is loading, as WebP: Playwright itself makes none."""
    expect(visitor.find("status", "Loading")).to_have_count(0)
    asked = {"format": "webp", "quality": QUALITY}
    picture = visitor.context.new_cdp_session(visitor.page).send("Page.captureScreenshot", asked)
    path = FOLDER / f"{name}.webp"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(base64.b64decode(picture["data"]))
    assert path.stat().st_size < MOST_BYTES
    return path
