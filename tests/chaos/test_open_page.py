"""An open page that shows an order as it is not, or another's, is a broken promise."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from chaos.open_page import OpenPage
from chaos.verdict import violations
from tests.chaos.test_verdict import KEY, played, told


def page(*foreign: str, **shown: str) -> OpenPage:
    orders = {name: {"status": status, "reason": None, "version": 4} for name, status in shown.items()}
    return cast(OpenPage, SimpleNamespace(shown=orders, foreign=set(foreign), watches=lambda _: None))


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (page(a="COMPLETED"), ""),
        (page(a="CONFIRMED"), "shows a as CONFIRMED, and it is COMPLETED"),
        (page(), "shows a as None"),
        (page("b", a="COMPLETED"), "was told of b, which is another's"),
    ],
)
def test_a_page_is_held_against_the_orders(looks: Any, expected: str) -> None:
    memory = told((KEY, 202, "a"), (KEY, 201, "a"))
    memory.page = looks
    found = violations(played(memory, a=("COMPLETED", None)))
    assert (expected in "\n".join(found)) if expected else found == []
