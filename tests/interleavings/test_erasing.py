"""Somebody is erased by a command that dies: before or after whichever of its calls, said again it ends as if
it had never died."""

from typing import Any

import pytest

from functions.returns import photos
from functions.shared import clock
from functions.shared.table import scan
from harness.scenarios.persons import Somebody, somebody
from harness.simulator.calls import Call
from harness.simulator.cloud import Perform, Snapshot
from harness.simulator.mishaps import Died
from harness.simulator.simulator import Simulator
from ops.erase_person import erase_person
from tests.interleavings.person_pairs import TABLES, personal

Kept = dict[str, list[dict[str, Any]]]


class Dies:
    """With its `at`-th call (from 0), before it or after it; counts them."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.at, self.after = at, after
        self.calls = 0

    def __call__(self, call: Call, perform: Perform) -> Any:
        self.calls += 1
        if self.calls - 1 != self.at:
            return perform()
        if self.after:
            perform()
        raise Died


@pytest.fixture
def them(shop: Simulator, monkeypatch: pytest.MonkeyPatch) -> Somebody:
    shop.reset()
    shop.sells()
    monkeypatch.setattr(photos, "upload_form", lambda *_: photos.UploadForm("", {}, clock.now()))
    return somebody(shop, shop.cloud.issuer.login("ada"))


def erases(shop: Simulator, before: Snapshot, them: Somebody, at: int = -1, *, after: bool = False) -> int:
    """How many calls it made until it died, or ended."""
    shop.restore(before)
    shop.cloud.gate = dies = Dies(at, after=after)
    try:
        erase_person(them.owner)
    except Died:
        assert at >= 0
    finally:
        shop.cloud.gate = None
    return dies.calls


def kept() -> Kept:
    """Times of writing apart: who says it again does so later."""
    times = ("erased", "written_at", "expires_at", "until")
    return {
        table: [{name: one for name, one in item.items() if name not in times} for item in scan(table)]
        for table in (*TABLES, "CARTS_TABLE", "STOCK_TABLE", "PAYMENTS_TABLE")
    }


def test_said_again_it_ends_as_if_it_had_never_died(shop: Simulator, them: Somebody) -> None:
    before = shop.cloud.snapshot()
    calls = erases(shop, before, them)
    whole = kept()
    assert list(personal()) == []
    assert calls > 30

    for at in range(calls):
        for after in (False, True):
            assert erases(shop, before, them, at, after=after) == at + 1
            assert shop.violations() == [], f"died at call {at}"
            erase_person(them.owner)
            assert kept() == whole, f"died at call {at}, after it: {after}"
    assert shop.violations() == []
