"""A release while orders are under way: each ends on the definition and the code that it began with."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.running import Running
from local.settings import client
from ops.version_rules import RUNNING
from tests.e2e.charges import charged_for
from tests.e2e.shop import WATER, Buyer, Shop
from tests.rehearsals.another_release import MARK, made_in, release

BANK = "pm_card_authenticationRequired"
MACHINES = ("Checkout", "Fulfilment", "Return")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    home = tmp_path_factory.mktemp("released")
    running = Shop.of(Running.start(home, patience="unhurried"))
    try:
        yield running
    finally:
        running.operator.stop()
        assert running.run.stop() == 0


def asked_by_the_bank(buyer: Buyer) -> tuple[str, str]:
    """An order whose customer has to answer the bank: its id, and where."""
    total = buyer.put(WATER)["total"]
    answer = buyer.pay_until_asked(BANK, str(uuid.uuid4()), total)
    assert answer.status_code == 202, answer.text
    return answer.json()["order_id"], answer.json()["next_action"]["url"]


def answers_the_bank(shop: Shop, url: str) -> None:
    answer = shop.ask("POST", url, json={"outcome": "success"})
    assert answer.status_code == 200, answer.text


def confirmed(buyer: Buyer, order_id: str) -> None:
    buyer.patience.until(
        lambda: buyer.order(order_id)["status"] in ("CONFIRMED", "COMPLETED", "CANCELLED"), "not decided"
    )
    assert buyer.order(order_id)["status"] in ("CONFIRMED", "COMPLETED")


def held_by_the_kitchen(shop: Shop, buyer: Buyer) -> tuple[str, str]:
    """A confirmed order that a warehouse has, and will answer when it likes: its id, and by which name."""
    shop.kitchen("hold")
    order_id = buyer.buys(WATER)
    return order_id, shop.in_hand(order_id)["callback_id"]


def packs(shop: Shop, callback_id: str) -> None:
    answer = shop.report(callback_id, outcome="packed")
    assert answer.status_code < 300, answer.text


def sent_back(buyer: Buyer) -> dict[str, Any]:
    """A return that waits for its inspector."""
    order_id = buyer.buys(WATER)
    assert buyer.ended(order_id) == ("COMPLETED", None)
    (line,) = buyer.order(order_id)["lines"]
    body = {"reason": "flat", "lines": [{"line_id": line["line_id"], "quantity": 1}]}
    answer = buyer.call("POST", f"/orders/{order_id}/returns", body, Idempotency_Key=str(uuid.uuid4()))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def takes_back(shop: Shop, buyer: Buyer, one: dict[str, Any]) -> str:
    done = shop.ops("accept-return", one["return_id"], "--why", "flat", "--yes")
    assert done.returncode == 0, done.stderr

    def closed() -> str | None:
        returns = buyer.call("GET", f"/orders/{one['order_id']}/returns").json()["returns"]
        (status,) = [other["status"] for other in returns if other["return_id"] == one["return_id"]]
        return status if status in ("REFUNDED", "REJECTED") else None

    return buyer.patience.until(closed, "the return did not end")


class Machines:
    """What Step Functions tells of the executions of the shop."""

    def __init__(self, shop: Shop) -> None:
        run = json.loads((shop.run.home / "run.json").read_text())
        self._states = client("stepfunctions", run["endpoint_url"])
        listed = self._states.list_state_machines()["stateMachines"]
        self._arns = {
            name: one["stateMachineArn"] for name in MACHINES for one in listed if f"-{name}" in one["name"]
        }

    def versions(self, machine: str) -> list[str]:
        """Of each execution, the oldest first: the number of the version that it runs or ran."""
        listed = self._states.list_executions(stateMachineArn=self._arns[machine])["executions"]
        began = sorted(listed, key=lambda one: one["startDate"])
        return [one["stateMachineVersionArn"].rpartition(":")[2] for one in began]

    def unfinished(self) -> list[str]:
        return [
            one["name"]
            for arn in self._arns.values()
            for status in ("RUNNING", "FAILED", "TIMED_OUT", "ABORTED")
            for one in self._states.list_executions(stateMachineArn=arn, statusFilter=status)["executions"]
        ]


def prunes(shop: Shop) -> dict[str, Any]:
    """What `prune-versions` removed, and what it kept, and why, as soon after a release as may be."""
    done = shop.ops("prune-versions", "--keep", "1", "--rested", "0", "--yes")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def steps_of_another_release(shop: Shop) -> int:
    logs = (shop.run.home / "logs").glob("*.log")
    return sum(path.read_text(errors="replace").count(f"by {MARK}") for path in logs)


def test_what_began_before_a_release_ends_as_it_began_and_what_begins_after_it_is_of_the_new(
    shop: Shop, tmp_path: Path
) -> None:
    buyer = shop.buyer()
    machines = Machines(shop)
    returned = sent_back(buyer)
    packing, callback_id = held_by_the_kitchen(shop, buyer)
    bank = shop.buyer()
    asked, url = asked_by_the_bank(bank)
    assert steps_of_another_release(shop) == 0

    release(shop.run, made_in(tmp_path / "another"))

    late = shop.buyer()
    new = late.buys(WATER)
    assert late.ended(new) == ("COMPLETED", None)
    by_the_new = steps_of_another_release(shop)
    assert by_the_new >= len(("reserve_stock", "authorize_payment", "confirm_order", "complete_order"))
    assert (machines.versions("Checkout")[-1], machines.versions("Fulfilment")[-1]) == ("2", "2")

    kept = prunes(shop)["kept"]
    assert sum(why == RUNNING for why in kept.values()) == len(MACHINES)

    shop.kitchen("pack")
    answers_the_bank(shop, url)
    confirmed(bank, asked)
    packs(shop, callback_id)
    assert buyer.ended(packing) == ("COMPLETED", None)
    assert takes_back(shop, buyer, returned) == "REFUNDED"

    assert bank.ended(asked) == ("COMPLETED", None)  # begun by the old checkout, packed by the new fulfilment
    assert set(machines.versions("Return")) == {"1"}
    assert steps_of_another_release(shop) > by_the_new
    for order_id in (packing, asked, new):
        assert charged_for(shop, order_id).captured > 0
    buyer.patience.until(lambda: not machines.unfinished(), "an execution did not end, or not well")

    removed = prunes(shop)["removed"]
    assert sum(":stateMachine:" in arn for arn in removed) == len(MACHINES)
    assert sum(":function:" in arn for arn in removed) > len(MACHINES)
    assert {arn.rpartition(":")[2] for arn in removed} == {"1"}
    last = late.buys(WATER)
    assert late.ended(last) == ("COMPLETED", None)
    report = shop.audit()
    assert report["ok"], report["violations"]
