"""An execution is its machine's, whichever alias or version it was started by."""

import json
from typing import Any

import pytest

from functions.shared import aws, machines

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:Checkout"
EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:Checkout:ord_1"


class Service:
    class exceptions:
        ExecutionAlreadyExists = ExecutionDoesNotExist = KeyError

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def start_execution(self, **asked: Any) -> None:
        self.asked = asked

    def describe_execution(self, **asked: Any) -> dict[str, str]:
        self.asked = asked
        return {"status": "RUNNING"}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(aws, "client", lambda _: made)
    return made


@pytest.mark.parametrize("qualifier", ["", ":live", ":12"])
def test_an_execution_is_named_without_the_alias(
    service: Service, monkeypatch: pytest.MonkeyPatch, qualifier: str
) -> None:
    monkeypatch.setenv(machines.CHECKOUT, MACHINE + qualifier)

    assert machines.has_ended(machines.CHECKOUT, "ord_1") is False

    assert service.asked == {"executionArn": EXECUTION}


def test_an_execution_is_started_by_the_alias(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(machines.CHECKOUT, f"{MACHINE}:live")

    machines.start(machines.CHECKOUT, "ord_1", {"order_id": "ord_1"})

    given = json.dumps({"order_id": "ord_1"})
    assert service.asked == {"stateMachineArn": f"{MACHINE}:live", "name": "ord_1", "input": given}
