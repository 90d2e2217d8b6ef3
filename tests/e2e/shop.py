"""A running shop and its buyers, over HTTP alone."""

import json
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests

from local.running import Running
from local.settings import ROOT
from tests.contract.conformance import check
from tests.e2e.warm_ops import WarmOps

HOME = ROOT / ".local-test"
DECIDED_SECONDS = 300
PAUSE_SECONDS = 0.1
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 4.0
ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
PIZZA = {"sku": "margherita", "options": {"size": "large", "toppings": ["olives"]}, "quantity": 1}
WATER = {"sku": "water", "options": {}, "quantity": 1}


@dataclass
class Shop:
    """A run without make, its files in a folder of their own."""

    run: Running
    operator: WarmOps

    @classmethod
    def start(cls) -> "Shop":
        return cls(Running.start(HOME), WarmOps(HOME))

    def stop(self) -> int:
        self.operator.stop()
        return self.run.stop()

    @property
    def url(self) -> str:
        return self.run.url

    def ops(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.operator.run(*arguments)

    def audit(self) -> dict[str, Any]:
        done = self.ops("audit")
        assert done.returncode in (0, 1), done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        assert report["ok"] == (done.returncode == 0)
        return report

    def set_stock(self, sku: str, units: int) -> None:
        done = self.ops("set-stock", sku, str(units))
        assert done.returncode == 0, done.stderr

    def kitchen(self, plan: str, times: int = 1) -> None:
        """Tell the kitchen what to do with the next orders."""
        answer = requests.post(f"{self.url}/kitchen", json={"next": plan, "times": times}, timeout=120)
        assert answer.status_code == 200, answer.text

    def in_hand(self, order_id: str) -> dict[str, Any]:
        """What the kitchen holds of this order, once it has it."""
        end = time.monotonic() + DECIDED_SECONDS
        while time.monotonic() < end:
            held = requests.get(f"{self.url}/kitchen", timeout=120).json()["in_hand"]
            for one in held:
                if one["order_id"] == order_id:
                    found: dict[str, Any] = one
                    return found
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"the kitchen never got {order_id}")

    def report(self, callback_id: str, **answer: Any) -> requests.Response:
        """Answer as a foreign warehouse does."""
        path = f"/fulfilments/{callback_id}"
        told = requests.post(f"{self.url}/api{path}", json=answer, timeout=120)
        conforms("POST", path, told)
        return told

    def fault(self, operation: str, fault: str) -> int:
        """The next such call is to suffer; the fault's id."""
        order: dict[str, Any] = {"operation": operation, "fault": fault, "times": 1}
        answer = requests.post(f"{self.url}/sandbox/faults", json=order, timeout=120)
        assert answer.status_code == 201, answer.text
        fault_id: int = answer.json()["id"]
        return fault_id

    def buyer(self) -> "Buyer":
        answer = requests.post(f"{self.url}/api/sessions", timeout=120)
        conforms("POST", "/sessions", answer)
        assert answer.status_code == 201, answer.text
        return Buyer(self.url, answer.json()["token"])


@dataclass
class Buyer:
    url: str
    token: str
    email: str | None = None
    web: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Authorization": f"Bearer {self.token}"} | named
        answer = self.web.request(method, f"{self.url}/api{path}", json=body, headers=named, timeout=120)
        conforms(method, path.partition("?")[0], answer)
        return answer

    def put(self, line: dict[str, Any], line_id: str = "l1") -> dict[str, Any]:
        answer = self.call("PUT", f"/cart/lines/{line_id}", line)
        assert answer.status_code == 200, answer.text
        cart: dict[str, Any] = answer.json()
        return cart

    def cart(self) -> dict[str, Any]:
        cart: dict[str, Any] = self.call("GET", "/cart").json()
        return cart

    def pay(
        self,
        card: str = "pm_card_visa",
        *,
        key: str | None = None,
        total: dict[str, Any] | None = None,
        wait: int = 10,
    ) -> requests.Response:
        """POST /checkouts once; the answer as it came."""
        body = {
            "payment_method": card,
            "expected_total": total or self.cart()["total"],
            "shipping_address": ADDRESS,
        } | ({"email": self.email} if self.email else {})
        headers = {"Idempotency_Key": key or str(uuid.uuid4())}
        if wait:
            headers["Prefer"] = f"wait={wait}"
        return self.call("POST", "/checkouts", body, **headers)

    def pay_until_decided(
        self, card: str = "pm_card_visa", *, key: str | None = None, total: dict[str, Any] | None = None
    ) -> requests.Response:
        """POST /checkouts under one key until the answer is no longer 202 or a server's trouble, ever less
        often: a crowd that repeats itself keeps the shop from what it waits for."""
        key, total = key or str(uuid.uuid4()), total or self.cart()["total"]
        end = time.monotonic() + DECIDED_SECONDS
        pause = FIRST_PAUSE_SECONDS
        while True:
            answer = self.pay(card, key=key, total=total)
            if answer.status_code not in (202, 502, 503) or time.monotonic() > end:
                return answer
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def buys(self, line: dict[str, Any], card: str = "pm_card_visa") -> str:
        """A paid order; its id."""
        self.put(line)
        answer = self.pay_until_decided(card)
        assert answer.status_code == 201, answer.text
        order_id: str = answer.json()["order_id"]
        return order_id

    def cancel(self, order_id: str) -> requests.Response:
        return self.call("POST", f"/orders/{order_id}/cancel")

    def ended(self, order_id: str) -> tuple[str, str | None]:
        """Status and reason, once it is COMPLETED or CANCELLED."""
        end = time.monotonic() + DECIDED_SECONDS
        while time.monotonic() < end:
            order = self.order(order_id)
            if order["status"] in ("COMPLETED", "CANCELLED"):
                return order["status"], order["reason"]
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{order_id} did not end: {order}")

    def order(self, order_id: str) -> dict[str, Any]:
        order: dict[str, Any] = self.call("GET", f"/orders/{order_id}").json()
        return order


def merge(me: Buyer, guest: Buyer) -> int:
    return me.call("POST", "/cart/merge", {"token": guest.token}).status_code


def conforms(method: str, path: str, answer: requests.Response) -> None:
    """Every answer of the suite is held against the served document; a dying server's 502 is not its own."""
    if answer.status_code != 502:
        check(method, path, answer.status_code, answer.headers["Content-Type"], answer.text)
