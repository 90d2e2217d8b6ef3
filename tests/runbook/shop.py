"""The shop that is rehearsed on: bought from over HTTP, troubled from outside."""

import os
import signal
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
import requests

from local import processes
from local.alarms.evaluate import ALARM
from local.alarms.shop import states
from local.running import Running
from local.settings import ROOT
from ops import target

HOME = ROOT / ".local-runbook"
ANSWER_SECONDS = 120
COMMAND_SECONDS = 120
STILL_SECONDS = 200
PAUSE_SECONDS = 1.0
ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
PIZZA = {"sku": "margherita", "options": {"size": "large", "toppings": []}, "quantity": 1}
VISA, ASKING = "pm_card_visa", "pm_card_authenticationRequired"
DECLINED = "pm_card_visa_chargeDeclined"


@dataclass
class Shop:
    run: Running
    outputs: Mapping[str, str]
    env: dict[str, str] = field(default_factory=dict)
    """What a page asks to be set before its commands."""

    # buying

    def buys(self, card: str = VISA, *, wait: int = 0, email: str | None = None) -> requests.Response:
        """A new guest's checkout."""
        token = self.post("/api/sessions").json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        url = f"{self.run.url}/api/cart/lines/1"
        cart = requests.put(url, json=PIZZA, headers=headers, timeout=ANSWER_SECONDS).json()
        body = {"payment_method": card, "expected_total": cart["total"], "shipping_address": ADDRESS}
        body |= {"email": email} if email else {}
        headers |= {"Prefer": f"wait={wait}"} if wait else {}
        return self.post("/api/checkouts", json=body, headers=headers)

    def order(self, card: str = VISA, *, wait: int = 0, email: str | None = None) -> str:
        """The id of a new order."""

        def placed() -> str | None:
            found: str | None = self.buys(card, wait=wait, email=email).json().get("order_id")
            return found

        found: str = until(placed, "no order is taken")
        return found

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.run.url + path, timeout=ANSWER_SECONDS, **options)

    # trouble

    def fault(self, operation: str, fault: str, times: int) -> None:
        order = {"operation": operation, "fault": fault, "times": times}
        self.post("/sandbox/faults", json=order).raise_for_status()

    def faults_off(self) -> None:
        requests.delete(f"{self.run.url}/sandbox/faults", timeout=ANSWER_SECONDS).raise_for_status()

    def kitchen(self, number: signal.Signals) -> None:
        """SIGSTOP and SIGCONT: nobody fetches, and then somebody does again."""
        for one in processes.part(self.run.process.pid, "local.kitchen"):
            one.send_signal(number)

    def at_provider(self, statement: str, *values: str) -> None:
        """Change what the provider has stored."""
        with sqlite3.connect(HOME / "sandbox.sqlite", timeout=10) as stored:
            stored.execute(statement, values)

    def aws(self, service: str) -> Any:
        return boto3.client(service)

    def function(self, name: str) -> str:
        """What a function is called here, by its construct."""
        pages = self.aws("lambda").get_paginator("list_functions").paginate()
        names = [one["FunctionName"] for page in pages for one in page["Functions"]]
        return next(one for one in names if one.partition("-")[2].startswith(name))

    # the runbook

    def follow(self, line: str, *, may_find: bool = False) -> str:
        """A line of a page, as it stands there; its output. Where it only looks it may find something."""
        known = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        done = subprocess.run(  # noqa: S602 - a line of our own pages is what is tried
            line,
            shell=True,
            cwd=ROOT,
            env=known | self.env | {"PAIDONCE_HOME": str(HOME)},
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        assert done.returncode == 0 or (may_find and done.returncode == 1), (
            f"{line}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def going_off(self, minutes: float = 0.0) -> set[str]:
        """The names of alarms that go off so many minutes from now if nothing happens until then."""
        return {name for name, one in states(minutes * 60).items() if one.state == ALARM}


def start() -> Shop:
    run = Running.start(HOME, patience="brisk")
    try:
        return Shop(run, _point_at_it())
    except BaseException:
        run.stop()
        raise


def _point_at_it() -> dict[str, str]:
    """This process at the shop, as a command is (ops/target.py), with the functions' queues besides."""
    os.environ["PAIDONCE_HOME"] = str(HOME)
    target.connect(aws=False)
    formation = boto3.client("cloudformation")
    pages = formation.get_paginator("describe_stacks").paginate()
    stacks = [stack for page in pages for stack in page["Stacks"]]
    return {one["OutputKey"]: one["OutputValue"] for stack in stacks for one in stack.get("Outputs", [])}


def until(look: Callable[[], Any], what: str, seconds: float = STILL_SECONDS) -> Any:
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found or time.monotonic() > deadline:
            assert found, what
            return found
        time.sleep(PAUSE_SECONDS)
