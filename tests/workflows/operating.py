"""An operator at work: commands as they are typed, and what they say."""

import json
from typing import Any

import pytest

from harness.customers import DECLINED_CARD
from harness.moto.world import World
from ops import __main__ as ops

LOGGED = '{"'
Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *arguments: str, status: int = 0) -> Any:
    """The result of a command that went through: JSON alone on stdout, where the functions log too, which run
    in this process beside it."""
    capsys.readouterr()
    assert ops.main(list(arguments)) == status
    lines = capsys.readouterr().out.splitlines()
    return json.loads("\n".join(line for line in lines if not line.startswith(LOGGED)))


def said(capsys: Capture, *arguments: str) -> str:
    """What a command that goes through says on stderr."""
    capsys.readouterr()
    assert ops.main(list(arguments)) == 0
    found: str = capsys.readouterr().err
    return found


def refused(capsys: Capture, *arguments: str) -> str:
    """The one line of a command that does not go through."""
    capsys.readouterr()
    assert ops.main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if not line.startswith(LOGGED)] == []
    assert err.count("\n") == 1
    return err


def parked_order(shop: World, step: str = "VoidPayment", payment_method: str = DECLINED_CARD) -> str:
    """An order whose compensation failed for a day."""
    shop.always(step, "before")
    order_id = shop.places_order(payment_method)
    shop.run_to_rest()
    shop.parked(order_id)
    return order_id
