"""Operators over HTTP on the running shop, whose front and cloud keep the authorizer's answers."""

from local.accounts import OLGA
from local.log_in import log_in
from tests.e2e.shop import Buyer, Shop

WHY = {"why": "a drill"}


def operator(shop: Shop) -> Buyer:
    """Somebody who has logged in with an account of the group."""
    return Buyer(shop.url, log_in(shop.url, OLGA)["token"], shop.patience)


def test_a_policy_that_is_kept_lets_no_customer_into_ops_and_shuts_no_operator_out(shop: Shop) -> None:
    customer, ada = shop.buyer(), operator(shop)

    for _ in range(2):
        assert customer.call("GET", "/cart").status_code == ada.call("GET", "/cart").status_code == 200
        closed = customer.call("POST", "/ops/breaker/close", WHY, Idempotency_Key="c1")
        opened = ada.call("POST", "/ops/breaker/close", WHY, Idempotency_Key="c1")
        assert (closed.status_code, opened.status_code) == (403, 200)


def test_a_change_is_made_once_and_a_job_comes_to_its_end(shop: Shop) -> None:
    ada = operator(shop)
    body = WHY | {"available": 40}

    first = ada.call("POST", "/ops/stock/lemonade/available", body, Idempotency_Key="s1")
    again = ada.call("POST", "/ops/stock/lemonade/available", body, Idempotency_Key="s1")
    assert (first.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert first.json() == again.json()

    asked = ada.call("POST", "/ops/dead-letters/redrive", WHY, Idempotency_Key="j1")
    assert asked.status_code == 202
    path = f"/ops/jobs/{asked.json()['job_id']}"

    def ended() -> bool:
        return ada.call("GET", path).json()["state"] != "RUNNING"

    shop.patience.until(ended, "the job never ended")
    assert ada.call("GET", path).json()["state"] == "DONE"
