"""Valkey is killed and comes back empty, is halted, and refuses, while customers buy: what they had filled in
may be gone, and nothing else is."""

import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import pytest
import requests

from local import processes
from local.accounts import ADA
from local.log_in import log_in
from local.running import Running
from local.session_cache.server import NAMES
from tests.e2e.shop import ADDRESS, ANSWER_SECONDS, WATER, Buyer, Shop
from tests.handlers.keepers import need_server, said_to

VISA = "pm_card_visa"
DATA = "/sessions/current/data"
GUESTS = 2
MISSED = 3
"""So often each trouble is to be met before it ends."""
TROUBLE_SECONDS = 120
"""Only so that a trouble that nobody meets ends at last."""


@dataclass
class Customer:
    """Fills in, buys, looks, and begins anew. `seen`: what each kind of call was answered, as it came."""

    buyer: Buyer
    seen: Counter[tuple[str, int]] = field(default_factory=Counter)
    unavailable: int = 0
    orders: list[str] = field(default_factory=list)

    def goes_round(self) -> None:
        self._asks("keep", "PUT", DATA, {"checkout": {"city": "Turin"}})
        found = self._asks("find", "GET", DATA)
        self.unavailable += "Paidonce-Session-Data" in found.headers
        cart = self._asks("choose", "PUT", "/cart/lines/l1", WATER).json()
        body = {
            "payment_method": "pm_card_visa",
            "expected_total": cart["total"],
            "shipping_address": ADDRESS,
        }
        key = {"Idempotency-Key": str(uuid.uuid4()), "Prefer": "wait=10"}
        placed = self._asks("buy", "POST", "/checkouts", body, key)
        self.orders.append(placed.json()["order_id"])
        self.buyer.ended(self.orders[-1])
        self._asks("look", "GET", "/cart")

    def missed(self) -> int:
        """How often the store was seen to be out of reach."""
        return self.unavailable + self.seen["keep", 202]

    def _asks(
        self, what: str, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        """Once: nothing that fails is hidden by coming again."""
        sent = {"Authorization": f"Bearer {self.buyer.token}"} | (headers or {})
        url = f"{self.buyer.url}/api{path}"
        answer = requests.request(method, url, json=body, headers=sent, timeout=ANSWER_SECONDS)
        self.seen[what, answer.status_code] += 1
        return answer


@dataclass(frozen=True)
class Valkey:
    """The run's own server, below the child that runs it."""

    run: Running

    def child(self) -> psutil.Process:
        (found,) = processes.part(self.run.process.pid, "local.session_cache")
        return found

    def server(self) -> psutil.Process:
        return next(one for one in self.child().children() if one.name() in NAMES)

    def says(self, *words: str) -> object:
        arguments = self.child().cmdline()
        return said_to(int(arguments[arguments.index("--port") + 1]), *words)

    def stands(self) -> bool:
        with suppress(OSError, ValueError):
            return self.says("PING") == b"PONG"
        return False

    def killed(self) -> None:
        """The run starts another, which is empty."""
        self.server().kill()

    def halted(self) -> None:
        self.server().send_signal(signal.SIGSTOP)

    def refusing(self) -> None:
        self.says("ACL", "SETUSER", "default", "-hget", "-eval")

    def well(self) -> None:
        with suppress(OSError, ValueError, StopIteration, psutil.NoSuchProcess):
            self.server().send_signal(signal.SIGCONT)
            self.says("ACL", "SETUSER", "default", "+@all")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    need_server()
    home: Path = tmp_path_factory.mktemp("valkey")
    running = Shop.of(Running.start(home, patience="unhurried", sessions="valkey"))
    try:
        yield running
    finally:
        running.operator.stop()
        assert running.run.stop() == 0


def until(look: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + TROUBLE_SECONDS
    while not look():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def missed(customers: list[Customer]) -> int:
    return sum(one.missed() for one in customers)


def met(customers: list[Customer], enough: int) -> bool:
    return missed(customers) >= enough


def test_nobody_is_thrown_out_and_every_purchase_ends_well_whatever_befalls_valkey(shop: Shop) -> None:
    ada = Buyer(shop.url, log_in(shop.url, ADA)["token"], shop.patience)
    customers = [Customer(one) for one in (ada, *(shop.buyer() for _ in range(GUESTS)))]
    valkey, over = Valkey(shop.run), threading.Event()

    def buys(customer: Customer) -> None:
        while not over.is_set():
            customer.goes_round()

    threads = [threading.Thread(target=buys, args=(one,)) for one in customers]
    for one in threads:
        one.start()
    try:
        for trouble in (valkey.killed, valkey.halted, valkey.refusing):
            enough = missed(customers) + MISSED
            trouble()
            if trouble != valkey.killed:
                until(partial(met, customers, enough), "nobody met it")
            valkey.well()
            until(valkey.stands, "it did not come back")
    finally:
        valkey.well()
        over.set()
        for one in threads:
            one.join()

    wrong = {
        (what, status): times
        for customer in customers
        for (what, status), times in customer.seen.items()
        if status not in (200, 201, 202)
    }
    assert wrong == {}
    for customer in customers:
        assert customer.orders
        assert {customer.buyer.ended(order)[0] for order in customer.orders} == {"COMPLETED"}
        assert customer.buyer.cart()["lines"] == []
        assert customer.buyer.call("PUT", DATA, {"again": 1}).status_code == 200
        assert customer.buyer.call("GET", DATA).json() == {"again": 1}
    report = shop.audit()
    assert report["ok"], report["violations"]
