"""What takes a release back is counted: what broke in our own code, not what a busy service did."""

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from functions.shared import observe
from functions.shared.errors import OrderClosing, TransientError
from functions.shared.observe import UNEXPECTED, count_unexpected, saga_step


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(observe, "count", found.append)
    return found


def of_service(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "GetItem")


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (KeyError("a"), True),
        (AssertionError(), True),
        (of_service("AccessDeniedException"), True),
        (of_service("ValidationException"), True),
        (of_service("ProvisionedThroughputExceededException"), False),
        (of_service("InternalServerError"), False),
        (ConnectTimeoutError(endpoint_url="https://a"), False),
        (TransientError("busy"), False),
    ],
    ids=repr,
)
def test_an_error_of_our_own_is_counted_and_a_silent_service_is_not(
    error: Exception, ours: bool, counted: list[str]
) -> None:
    count_unexpected(error)

    assert counted == [UNEXPECTED] * ours


def test_a_step_that_breaks_is_counted_and_an_outcome_is_not(counted: list[str]) -> None:
    def step(event: dict[str, object], _: object) -> None:
        raise OrderClosing("no") if event["closing"] else KeyError("order")

    with pytest.raises(OrderClosing):
        saga_step(step)({"closing": True}, None)
    assert counted == []
    with pytest.raises(KeyError):
        saga_step(step)({"closing": False}, None)
    assert counted == [UNEXPECTED]
