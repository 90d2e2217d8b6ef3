"""What axe-core finds on a page that would keep somebody out."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import HEIGHTS, PHONE, WIDE
from tests.browser.visitor import Visitor

SERIOUS = ("serious", "critical")
# Half-way through a fade, a colour is not what it will be.
STILL: Any = {"reduced_motion": "reduce"}


def serious(visitor: Visitor, path: str) -> Iterator[str]:
    """What axe-core finds on the page, in each theme and width; and whether it can be scrolled sideways."""
    visitor.page.set_viewport_size({"width": WIDE, "height": HEIGHTS[WIDE]})
    visitor.open(path)
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    visitor.page.wait_for_load_state("networkidle")
    yield from serious_as_it_is(visitor, path)


def serious_as_it_is(visitor: Visitor, path: str) -> Iterator[str]:
    """The same of the page that is open, with whatever was done there."""
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
