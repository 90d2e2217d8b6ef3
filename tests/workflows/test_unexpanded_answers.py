"""A provider that answers with ids where objects were asked for: what was given back is known nonetheless."""

import json
import re
from typing import Any

import pytest

from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus
from functions.payment.provider import provider
from functions.payment.stripe.kept_connections import KeptConnections
from functions.payment.void_payment import undo_hold
from functions.shared import ids
from functions.shared.money import Money
from harness.moto.world import VISA, World

EXPAND = re.compile(r"&?expand(\[|%5B)0(\]|%5D)=[\w.]+")


@pytest.fixture
def held(world: World, monkeypatch: pytest.MonkeyPatch) -> Hold:
    """A hold at a provider that does not know `expand`."""
    request = KeptConnections.request

    def unexpanded(client: Any, method: str, url: str, headers: Any, post_data: Any = None) -> Any:
        sent = EXPAND.sub("", post_data) if post_data else post_data
        return request(client, method, EXPAND.sub("", url), headers, sent)

    monkeypatch.setattr(KeptConnections, "request", unexpanded)
    hold = provider.create_hold(ids.new_key(), Money(1000))
    return provider.confirm_hold(hold.hold_id, VISA, ids.new_key())


def test_a_hold_is_known_to_be_one(held: Hold) -> None:
    assert (held.status, held.was_held) == (HoldStatus.HELD, True)
    assert held.capture_before is not None


def test_a_payment_that_was_given_back_is_over(held: Hold) -> None:
    captured = provider.capture_hold(held.hold_id, 800, ids.new_key())
    undo_hold(captured)

    after = provider.read_hold(held.hold_id)

    assert (after.captured, after.refunded, after.over) == (800, 800, True)
    undo_hold(after)  # has nothing left to do, and so is not refused


def test_a_hold_that_was_let_go_is_told_from_one_that_never_was(held: Hold) -> None:
    assert provider.cancel_hold(held.hold_id).was_held


def test_the_providers_own_list_says_what_was_given_back(held: Hold) -> None:
    provider.capture_hold(held.hold_id, 1000, ids.new_key())
    provider.refund_part(held.hold_id, 300, "ret_1", ids.new_key())

    assert [(one.captured, one.refunded) for one in provider.list_holds()] == [(1000, 300)]


def test_a_charge_that_cannot_be_read_is_no_unknown_hold(held: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    request = KeptConnections.request
    missing = json.dumps({"error": {"type": "invalid_request_error", "code": "resource_missing"}})

    def without_charges(client: Any, method: str, url: str, *args: Any) -> Any:
        if "/charges/" in url:
            return missing.encode(), 404, {}
        return request(client, method, url, *args)

    monkeypatch.setattr(KeptConnections, "request", without_charges)

    with pytest.raises(ProviderUnavailable, match="cannot be read"):
        provider.read_hold(held.hold_id)
