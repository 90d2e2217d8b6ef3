"""Clients of AWS cost as much as a handful of calls: a process makes one of each service and keeps it."""

from typing import Any

import boto3
import pytest

from harness.caches import forget_all
from harness.customers import DECLINED_CARD
from harness.invocation import current
from harness.moto.world import SKU, World


def test_a_fresh_process_makes_one_client_of_each_service_however_much_it_does(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = boto3.Session.client

    def noted(session: Any, service_name: str, **options: Any) -> Any:
        if current() is not None:
            made.append(service_name)
        return make(session, service_name, **options)

    monkeypatch.setattr(boto3.Session, "client", noted)
    owner = shop.fills_cart({SKU: 1})
    forget_all()

    order_id = shop.checkout(owner, payment_method=DECLINED_CARD).json["order_id"]
    shop.run_to_end()

    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert sorted(made) == ["dynamodb", "secretsmanager", "stepfunctions"]
