"""Without a usable key for the payment provider, checkouts are refused before anything is written."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.order import store as orders
from functions.payment import credentials
from functions.shared import clock
from tests.handlers import cloud as clouds
from tests.handlers.shop import Reply, Shop

NO_OBJECTS = (None, " ", "sk_test_pasted_as_it_is", "[]", '"sk_test_1"', "[" * 10_000)
NO_KEYS = ("", None, 4711, "sk_test with a space", "sk_test_\u00e9", "sk_test_1\n")
UNUSABLE = [*NO_OBJECTS, {}, {"webhook_secret": "whsec_1"}, *({"api_key": key} for key in NO_KEYS)]


@pytest.fixture
def buyer(shop: Shop) -> Shop:
    shop.stock("water", 10)
    shop.put("w")
    return shop


@pytest.mark.parametrize("value", UNUSABLE)
def test_a_checkout_without_a_usable_key_is_refused_and_nothing_is_written(
    buyer: Shop, stripe_secret: Any, value: Any
) -> None:
    stripe_secret(value)

    answer = buyer.check_out()

    assert answer.refusal == (503, "payments-not-configured")
    assert int(answer.headers["Retry-After"]) > 0
    assert list(orders.load_all()) == []
    assert buyer.executions() == []
    assert buyer.cart()["checkout"] is None


def test_the_key_is_free_for_when_there_are_payments(buyer: Shop, stripe_secret: Any) -> None:
    stripe_secret(None)
    assert buyer.check_out().status == 503
    stripe_secret({"api_key": "sk_test_1"})
    clouds.forget_data()

    assert buyer.check_out().status == 202


def test_a_repeat_meets_the_order_that_was_placed_before(buyer: Shop, stripe_secret: Any) -> None:
    placed = buyer.check_out()
    stripe_secret(None)
    clouds.forget_data()

    assert (buyer.check_out().status, buyer.check_out().body) == (202, placed.body)


def test_carts_and_orders_need_no_key(buyer: Shop, stripe_secret: Any) -> None:
    stripe_secret(None)

    assert buyer.call("GET /cart").status == 200
    assert buyer.call("GET /orders").status == 200


class SecretsManager:
    """Stands in for the service: counts what it is asked, and breaks when told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.broken = ""
        self._real = credentials._client()
        self._now = clock.monotonic()
        monkeypatch.setattr(credentials, "_client", lambda: self)
        monkeypatch.setattr(clock, "monotonic", lambda: self._now)

    def later(self, seconds: float) -> None:
        self._now += seconds

    def get_secret_value(self, **arguments: str) -> Any:
        self.asked += 1
        if self.broken:
            raise ClientError({"Error": {"Code": self.broken, "Message": "ordered"}}, "GetSecretValue")
        return self._real.get_secret_value(**arguments)


@pytest.fixture
def manager(buyer: Shop, monkeypatch: pytest.MonkeyPatch) -> SecretsManager:
    return SecretsManager(monkeypatch)


def check_out(shop: Shop, owner: str) -> Reply:
    shop.put("w", owner=owner)
    return shop.check_out(owner=owner)


def test_the_secret_is_asked_for_once_in_five_minutes(buyer: Shop, manager: SecretsManager) -> None:
    for number in range(5):
        assert check_out(buyer, f"own_{number}").status == 202
    assert manager.asked == 1

    manager.later(credentials.FRESH_SECONDS + 1)

    assert check_out(buyer, "own_later").status == 202
    assert manager.asked == 2


def test_an_outage_of_secrets_manager_refuses_nobody_while_a_good_answer_is_remembered(
    buyer: Shop, manager: SecretsManager
) -> None:
    assert check_out(buyer, "own_1").status == 202
    manager.broken = "InternalServiceError"

    manager.later(credentials.STALE_SECONDS - 1)
    assert check_out(buyer, "own_2").status == 202
    manager.later(credentials.STALE_SECONDS)
    assert check_out(buyer, "own_3").refusal == (503, "try-again")

    manager.broken = ""
    assert check_out(buyer, "own_4").status == 202


def test_a_service_that_does_not_answer_is_not_asked_by_every_customer(
    buyer: Shop, manager: SecretsManager
) -> None:
    assert check_out(buyer, "own_1").status == 202
    manager.broken = "ThrottlingException"
    manager.later(credentials.FRESH_SECONDS + 1)

    for number in range(2, 8):
        assert check_out(buyer, f"own_{number}").status == 202

    assert manager.asked == 2


def test_an_outage_without_a_remembered_answer_is_trouble_and_no_missing_key(
    buyer: Shop, manager: SecretsManager
) -> None:
    manager.broken = "InternalServiceError"

    assert buyer.check_out().refusal == (503, "try-again")
    assert list(orders.load_all()) == []


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_a_secret_that_was_taken_away_is_noticed_within_five_minutes(
    buyer: Shop, manager: SecretsManager, code: str
) -> None:
    """A role that may read one secret alone is denied, and not told, that there is none."""
    assert check_out(buyer, "own_1").status == 202
    manager.broken = code
    manager.later(credentials.FRESH_SECONDS + 1)

    assert check_out(buyer, "own_2").refusal == (503, "payments-not-configured")
    assert check_out(buyer, "own_3").refusal == (503, "payments-not-configured")
    assert manager.asked == 2

    manager.broken = ""
    manager.later(credentials.REFUSED_SECONDS + 1)
    assert check_out(buyer, "own_4").status == 202
