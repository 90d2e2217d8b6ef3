"""A running shop and its buyers, over HTTP alone."""

import json
import subprocess
import time
import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import requests

from local.repeating import COME_AGAIN, growing_pause, pause_before_repeat
from local.running import Running
from tests.contract.conformance import check, check_says_when_to_repeat
from tests.e2e.patience import Patience
from tests.e2e.warm_ops import WarmOps

ANSWER_SECONDS = 300
"""The edge answers everything sooner (local/front/app.py): whoever waits longer has lost the edge itself."""
ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
PIZZA = {"sku": "margherita", "options": {"size": "large", "toppings": ["olives"]}, "quantity": 1}
WATER = {"sku": "water", "options": {}, "quantity": 1}
ENDED = ("COMPLETED", "CANCELLED")


@dataclass
class Shop:
    """A run without make, its files in a folder of their own."""

    run: Running
    operator: WarmOps
    patience: Patience = field(default_factory=Patience)

    @classmethod
    def of(cls, run: Running) -> "Shop":
        return cls(run, WarmOps(run.home))

    @property
    def url(self) -> str:
        return self.run.url

    def ops(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        done = self.operator.run(*arguments)
        self.patience.moves()
        return done

    def audit(self) -> dict[str, Any]:
        done = self.ops("audit")
        assert done.returncode in (0, 1), done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        assert report["ok"] == (done.returncode == 0)
        return report

    def set_stock(self, sku: str, units: int) -> None:
        done = self.ops("set-stock", sku, str(units))
        assert done.returncode == 0, done.stderr

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer for a path of the shop's, or for a whole URL; `options` are those of `requests`."""
        url = path if path.startswith("http") else self.url + path

        def send() -> requests.Response:
            answer = requests.request(method, url, timeout=ANSWER_SECONDS, **options)
            if path.startswith("/api/"):
                conforms(method, path.removeprefix("/api"), answer)
            return answer

        return answered(self.patience, (method, path), send)

    def kitchen(self, plan: str, times: int = 1) -> None:
        """Tell the kitchen what to do with the next orders."""
        answer = self.ask("POST", "/kitchen", json={"next": plan, "times": times})
        assert answer.status_code == 200, answer.text

    def in_hand(self, order_id: str) -> dict[str, Any]:
        """What the kitchen holds of this order, once it has it."""
        return self.patience.until(lambda: self.held(order_id), f"the kitchen never got {order_id}")

    def held(self, order_id: str) -> dict[str, Any] | None:
        """What the kitchen holds of this order now."""
        orders: list[dict[str, Any]] = self.ask("GET", "/kitchen").json()["in_hand"]
        return next((one for one in orders if one["order_id"] == order_id), None)

    def parcels(self, where: str) -> list[str]:
        """Orders whose parcels are on the kitchen's `counter`, `handed_over` or `put_back`."""
        found: list[str] = self.ask("GET", "/kitchen").json()[where]
        return found

    def report(self, callback_id: str, **answer: Any) -> requests.Response:
        """Answer as a foreign warehouse does."""
        return self.ask("POST", f"/api/fulfilments/{callback_id}", json=answer)

    def fault(self, operation: str, fault: str) -> int:
        """The next such call is to suffer; the fault's id."""
        order: dict[str, Any] = {"operation": operation, "fault": fault, "times": 1}
        answer = self.ask("POST", "/sandbox/faults", json=order)
        assert answer.status_code == 201, answer.text
        fault_id: int = answer.json()["id"]
        return fault_id

    def buyer(self) -> "Buyer":
        answer = self.ask("POST", "/api/sessions")
        assert answer.status_code == 201, answer.text
        return Buyer(self.url, answer.json()["token"], self.patience)


@dataclass
class Buyer:
    url: str
    token: str
    patience: Patience
    email: str | None = None
    web: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """The answer, once it is none that asks to come again: the same is then sent again, key and all."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Authorization": f"Bearer {self.token}"} | named

        def send() -> requests.Response:
            url = f"{self.url}/api{path}"
            answer = self.web.request(method, url, json=body, headers=named, timeout=ANSWER_SECONDS)
            conforms(method, path.partition("?")[0], answer)
            return answer

        who = (self.token, method, path, named.get("Idempotency-Key"))
        return answered(self.patience, who, send)

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
        """POST /checkouts under one key until the answer is no longer 202, ever less often."""
        key, total = key or str(uuid.uuid4()), total or self.cart()["total"]
        self.patience.moves()
        times = 0
        while True:
            answer = self.pay(card, key=key, total=total)
            if answer.status_code != 202 or self.patience.is_over:
                return answer
            times += 1
            time.sleep(growing_pause(times))

    def pay_until_asked(self, card: str, key: str, total: dict[str, Any]) -> requests.Response:
        """POST /checkouts under one key until the answer says what the customer has to do, or is no 202."""

        def asked() -> requests.Response | None:
            answer = self.pay(card, key=key, total=total)
            return None if answer.status_code == 202 and not answer.json()["next_action"] else answer

        return self.patience.until(asked, "the bank never asked")

    def tries(self, line: dict[str, Any], card: str = "pm_card_visa") -> requests.Response:
        """What is said at last to who puts this into the cart and pays."""
        self.put(line)
        return self.pay_until_decided(card)

    def buys(self, line: dict[str, Any], card: str = "pm_card_visa") -> str:
        """A paid order; its id."""
        answer = self.tries(line, card)
        assert answer.status_code == 201, answer.text
        order_id: str = answer.json()["order_id"]
        return order_id

    def cancel(self, order_id: str) -> requests.Response:
        return self.call("POST", f"/orders/{order_id}/cancel")

    def ended(self, order_id: str) -> tuple[str, str | None]:
        """Status and reason, once it is COMPLETED or CANCELLED."""

        def end() -> tuple[str, str | None] | None:
            order = self.order(order_id)
            return (order["status"], order["reason"]) if order["status"] in ENDED else None

        return self.patience.until(end, f"{order_id} did not end")

    def order(self, order_id: str) -> dict[str, Any]:
        order: dict[str, Any] = self.call("GET", f"/orders/{order_id}").json()
        return order


def merge(me: Buyer, guest: Buyer) -> int:
    return me.call("POST", "/cart/merge", {"token": guest.token}).status_code


def answered(patience: Patience, what: Hashable, send: Callable[[], requests.Response]) -> requests.Response:
    """The first answer that is none to come again; the last one, if nothing moves any more."""
    times = 0
    while True:
        answer = send()
        if answer.status_code not in COME_AGAIN:
            patience.saw(what, (answer.status_code, answer.content))
            return answer
        if patience.is_over:
            return answer
        times += 1
        time.sleep(pause_before_repeat(answer.headers, times))


def conforms(method: str, path: str, answer: requests.Response) -> None:
    """Every answer of the suite is held against the served document, whichever part of the way gave it."""
    check(method, path, answer.status_code, answer.headers["Content-Type"], answer.text)
    check_says_when_to_repeat(answer.status_code, answer.headers)
