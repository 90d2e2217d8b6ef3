"""What a guest lives through who has ordered, fills in half of another checkout, logs in and signs out,
whatever befalls the functions of sessions. In the end the cart was merged once, the order is readable,
what was filled in was no error, and no token is good a minute after it was signed out."""

import itertools
import pickle
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import dynamodb_backends

from functions.account.issuer import IssuerSilent
from functions.shared.table import scan
from harness.api import Answer
from harness.moto.world import SKU
from harness.scenarios.accounts import LINE, a_guest, logs_in, signs_out
from harness.template import ACCOUNT, REGION
from tests.faults.cases import ONCE
from tests.faults.live_run import LiveRun

FUNCTIONS = ("Login", "CurrentSession", "SessionData")
DATA = "/sessions/current/data"
DRAFT = {"checkout": {"city": "Turin"}}
TRIES = 3
"""So often anybody tries something: a fault that strikes once is over by then."""
SIGNED_OUT_SECONDS = 60
LOGINS = 2
"""So many of a guest's logins go through: one before they sign out, one in the end."""


class LoginRun(LiveRun):
    functions = FUNCTIONS

    @cached_property
    def _placed(self) -> tuple[bytes, str, str]:
        """The guest's order is confirmed, and something else is in the cart. Its id, and the token."""
        self._fault_run._clear()
        self.world.sells()
        guest = a_guest(self.world)
        self.world.fills_cart({SKU: 1}, guest["owner"])
        order_id = self.world.checkout(guest["owner"]).json["order_id"]
        self.world.run_to_end()
        assert self.world.api("PUT", "/cart/lines/any", LINE, token=guest["token"]).status == 200
        self.world.stop()
        tables = dynamodb_backends[ACCOUNT][REGION].tables
        stored = pickle.dumps({name: table.items for name, table in tables.items()})
        return stored, order_id, guest["token"]

    def without_the_issuers_answer(self, times: int) -> list[str]:
        """What is wrong where the issuer has spent a code, and its answers are lost so many times: a login is
        lost by that, another is not, and each opens one session."""
        self._begin()
        issuer = self.world.cloud.issuer
        exchange, asked = issuer._exchange, itertools.count(1)

        def answers(fields: dict[str, str]) -> Any:
            answer = exchange(fields)
            if next(asked) <= times:
                raise IssuerSilent("its answer is lost")
            return answer

        with patch.object(issuer, "_exchange", answers):
            wrong = self._live(ONCE)
        opened = sum("opened" in item for item in scan("SESSIONS_TABLE"))
        lost = [] if next(asked) > times + LOGINS else ["no answer was lost"]
        return wrong + lost + ([] if opened == LOGINS else [f"{LOGINS} logins opened {opened} sessions"])

    def _live(self, often: str) -> list[str]:
        guest = self._owner
        kept = self._asks("PUT", guest, DRAFT).status == 200
        token = self._logs_in(guest)
        found = self._asks("GET", token)
        signed_out = _until(lambda: signs_out(self.world, token), 200)
        self._fault_run.desk.lift()
        self._fault_run.desk.let_go()
        wrong = list(self._brought(self._logs_in(guest)))
        if found.status != 200:
            wrong.append(f"session data was answered {found.status}")
        if often is ONCE and kept and found.json != DRAFT and "paidonce-session-data" not in found.headers:
            wrong.append("what was filled in did not come along")
        if not signed_out and signs_out(self.world, token).status != 200:
            wrong.append("nobody can sign out, though nothing is wrong any more")
        return [*wrong, *self._still_good(guest, token)]

    def _logs_in(self, guest: str) -> str:
        """The same login again until it is answered, and another once the code was spent for nothing; at last
        with nothing wrong any more."""
        for last in (False, True):
            if last:
                self._fault_run.desk.lift()
                self._fault_run.desk.let_go()
            for _ in range(TRIES):
                login = self.world.cloud.issuer.login("ada")
                for _ in range(TRIES):
                    answer = logs_in(self.world, login, guest)
                    if answer.status == 201:
                        token: str = answer.json["token"]
                        return token
                    if answer.status == 401:
                        break
        raise AssertionError(f"no login goes through: {answer.body}")

    def _asks(self, method: str, token: str, body: Any = None) -> Answer:
        for _ in range(TRIES):
            answer = self.world.api(method, DATA, body, token=token)
            if answer.status == 200:
                break
        return answer

    def _brought(self, token: str) -> Iterator[str]:
        units = sum(line["quantity"] for line in self._read("/cart", token)["lines"])
        if units != 1:
            yield f"{units} units are in the cart, which had one"
        if self._read(f"/orders/{self._order_id}", token)["status"] != "CONFIRMED":
            yield "the guest's order is not readable"

    def _read(self, path: str, token: str) -> Any:
        answer = self.world.api("GET", path, token=token)
        assert answer.status == 200, (path, answer.body)
        return answer.json

    def _still_good(self, *tokens: str) -> Iterator[str]:
        self.world.time_passes(SIGNED_OUT_SECONDS)
        for token in tokens:
            if self.world.api("GET", "/cart", token=token).status != 401:
                yield "a session goes on that was signed out a minute ago"


def _until(ask: Callable[[], Answer], status: int) -> bool:
    return any(ask().status == status for _ in range(TRIES))
