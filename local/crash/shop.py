"""What the shop that runs here says of orders: the use cases and the audit that operators have."""

from collections.abc import Callable
from typing import Any, TypeVar

import requests
from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.show_graph import show_graph
from functions.order import store as orders
from functions.shared import ids
from functions.shared.errors import TransientError
from ops.audit import audit
from ops.errors import CommandError
from ops.target import connect

SECONDS = 30.0
RUNNING = "running"
FAILED = "failed"
CUT_OFF = "CutOff"

Found = TypeVar("Found")


class ShopAway(Exception):
    """The shop is being started, or its cloud does not answer."""


class Shop:
    """`api` is the base URL of its API, as the edge calls it."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._connected = False

    def audit(self) -> dict[str, Any]:
        """Raises ShopAway."""
        return self._asked(audit)

    def customer(self) -> str:
        """A new guest's token. The edge would answer a browser with a cookie, and a browser has one guest at
        a time. Raises ShopAway."""
        try:
            answer = requests.post(f"{self._api}/sessions", timeout=SECONDS)
            answer.raise_for_status()
            token: str = answer.json()["token"]
            return token
        except requests.RequestException as away:
            raise ShopAway from away

    def order(self, order_id: str) -> dict[str, Any] | None:
        """`{order_id, status, reason, states}`; None for one that is not there. Raises ShopAway."""
        return self._asked(lambda: self._order(order_id))

    def _order(self, order_id: str) -> dict[str, Any] | None:
        try:
            if not ids.is_order_id(order_id):
                return None
            order = orders.load(order_id)
            drawn = show_graph(order_id)
        except orders.OrderUnknown:
            return None
        reason = order.reason.value if order.reason else None
        return {
            "order_id": order_id,
            "status": order.status.value,
            "reason": reason,
            "total": order.total.as_dict(),
            "states": states(drawn),
        }

    def _asked(self, ask: Callable[[], Found]) -> Found:
        try:
            if not self._connected:
                connect(aws=False)
                self._connected = True
            return ask()
        except (ClientError, BotoCoreError, TransientError, CommandError) as away:
            raise ShopAway from away


def states(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """The states that an order went through, in turn: `{machine, state, outcome, tries}`, each try with its
    `outcome`, `error` and `next_try_by`. What is no work (a choice, an end) is left out."""
    executions = drawn["executions"]
    last = {execution["machine"]: number for number, execution in enumerate(executions)}
    return [
        _state(execution["machine"], visit, superseded=number < last[execution["machine"]])
        for number, execution in enumerate(executions)
        for visit in execution["visits"]
        if visit["attempts"]
    ]


def _state(machine: str, visit: dict[str, Any], *, superseded: bool) -> dict[str, Any]:
    """Where another execution goes on, what was under way in the first ended with it: the embedded cloud's
    history does not say so."""
    tries = [{name: one[name] for name in ("outcome", "error", "next_try_by")} for one in visit["attempts"]]
    outcome = visit["outcome"]
    if superseded and outcome == RUNNING:
        outcome = FAILED
        tries[-1] |= {"outcome": FAILED, "error": tries[-1]["error"] or CUT_OFF, "next_try_by": None}
    return {"machine": machine, "state": visit["state"], "outcome": outcome, "tries": tries}
