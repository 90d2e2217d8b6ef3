"""One browser and one running shop for all stories."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from harness.chromium import NO_BROWSER, find_chromium
from local.running import Running
from local.settings import ROOT
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper
from tests.browser.visitor import Visitor

ARTEFACTS = ROOT / ".browser"
"""A picture of every page as its story left it."""
WIDE, PHONE = 1440, 390
HEIGHTS = {WIDE: 900, PHONE: 844}

Visit = Callable[..., Any]


@pytest.fixture(scope="session")
def shop(running_shop: Running) -> Running:
    return running_shop


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        # Who runs tests as root, in a container, has no sandbox to offer.
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(shop: Running, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Makes a visitor: `visit(Operator)`, `visit(width=PHONE, dark=True, language="it-IT")`. Whatever the
    story, in the end no page has complained, and none has asked anything of anybody but the shop."""
    visitors: list[Visitor] = []
    stored = json.loads((shop.home / "run.json").read_text())["endpoint_url"]

    def make(
        who: type[Visitor] = Shopper,
        *,
        width: int = WIDE,
        dark: bool = False,
        language: str = "en-GB",
        **more: Any,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if dark else "light",
            locale=language,
            **more,
        )
        # Photos and receipts are in a bucket, whose address is the embedded cloud's here.
        visitors.append(who(shop, context, hosts=(shop.url, stored)))
        return visitors[-1]

    yield make

    for number, one in enumerate(visitors):
        one.picture(_artefact(request.node.name, number))
        one.context.close()
    assert [fault for one in visitors for fault in one.faults] == []


@pytest.fixture
def visitor(visit: Visit) -> Shopper:
    shopper: Shopper = visit()
    return shopper


@pytest.fixture
def operator(visit: Visit) -> Operator:
    entered: Operator = visit(Operator).enter()
    return entered


@pytest.fixture(autouse=True)
def _promises_kept(shop: Running) -> Iterator[None]:
    """Whatever a story did, the shop keeps its promises afterwards."""
    yield
    assert shop.audit()["violations"] == []


def _artefact(name: str, number: int) -> Path:
    readable = re.sub(r"[^\w-]+", "-", name.removeprefix("test_")).strip("-")
    return ARTEFACTS / f"{readable}-{number + 1}.png"
