"""An operator who looks around, answers customers, decides about returns, gives money back and sends on what
is stuck, while things die; everything twice, and remembers what was answered."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from chaos.shop import Answer, Door, NeverAnswered
from local.accounts import OLGA
from local.log_in import log_in
from local.running import Running

ROUND_SECONDS = 1.0
END_SECONDS = 600
WHY = {"why": "chaos"}
DONE, SAID = 200, 201
AMOUNT = 100
NOT_ANY_MORE = (404, 409)
"""Somebody else was quicker, or it has gone on by itself."""


@dataclass
class Desk:
    """What the operator was told. `said`: by conversation and client_id, the number that an answer was
    acknowledged with; `decided`: by return, the action that was acknowledged; `retried`: what was
    sent on; `refunded`: refunds of an amount, by order."""

    said: dict[str, dict[str, int]] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    retried: set[str] = field(default_factory=set)
    refunded: dict[str, str] = field(default_factory=dict)
    looks: int = 0
    surprises: list[str] = field(default_factory=list)


class Operator:
    """At work in a thread of its own from the beginning to `ends`."""

    def __init__(self, run: Running, door: Door) -> None:
        self._door = door
        self._token: str = log_in(run.url, OLGA)["token"]
        self._leaves = threading.Event()
        self.desk = Desk()
        self._thread = threading.Thread(target=self._works, daemon=True, name="operator")
        self._thread.start()

    def ends(self) -> Desk:
        """The last round is worked through, and what was decided is looked up in the journal."""
        self._leaves.set()
        self._thread.join(END_SECONDS)
        if self._thread.is_alive():
            self.desk.surprises.append("the operator never came to an end")
        for return_id, action in self.desk.decided.items():
            self._is_in_the_journal(return_id, action)
        return self.desk

    def conversation(self, name: str) -> list[tuple[int, str]]:
        """What was said there: numbers and client_ids, in the order in which they are shown."""
        lines = self._get(f"/api/conversations/{name}/messages?limit=100").json["messages"]
        return [(one["seq"], one["client_id"]) for one in lines if one["seq"] is not None]

    def _works(self) -> None:
        while not self._leaves.is_set():
            try:
                self._looks()
                self._answers()
                self._decides()
                self._gives_back()
                self._sends_on()
            except NeverAnswered as gone:
                self.desk.surprises.append(f"never answered: {gone}")
                return
            time.sleep(ROUND_SECONDS)

    def _looks(self) -> None:
        listed = self._get("/api/ops/orders?limit=5")
        for one in listed.json.get("orders", [])[:1]:
            for more in ("", "/at/1", "/graph"):
                self._get(f"/api/ops/orders/{one['order_id']}{more}")
        self._get("/api/ops/measures?hours=1")
        self._get("/api/ops/dead-letters")
        self.desk.looks += 1

    def _answers(self) -> None:
        """Each conversation in which something is unread, and then it is read."""
        for one in self._get("/api/conversations?unread=true").json.get("conversations", []):
            name, upto = one["conversation"], one["seq"]
            for _ in range(2):
                self._says(name, f"answer-{upto}")
            self._call("PUT", f"/api/conversations/{name}/read", {"upto": upto})

    def _says(self, name: str, client_id: str) -> None:
        body = {"client_id": client_id, "text": f"On its way. ({client_id})"}
        answer = self._call("POST", f"/api/conversations/{name}/messages", body)
        if answer.status != SAID:
            self.desk.surprises.append(f"POST messages: {answer.status} {answer.json}")
            return
        known = self.desk.said.setdefault(name, {})
        if known.setdefault(client_id, answer.json["seq"]) != answer.json["seq"]:
            self.desk.surprises.append(f"{name}: {client_id} was acknowledged with two numbers")

    def _decides(self) -> None:
        """Every other return is accepted."""
        for one in self._get("/api/ops/returns").json.get("returns", []):
            return_id = one["return_id"]
            verdict = ("accept", "reject")[sum(return_id.encode()) % 2]
            path = f"/api/ops/returns/{return_id}/{verdict}"
            if self._changes(path, f"decide-{return_id}"):
                self.desk.decided[return_id] = f"{verdict}-return"

    def _gives_back(self) -> None:
        """A little of the last delivered order, to the card or as credit: twice under one key."""
        for one in self._get("/api/ops/orders?status=COMPLETED&limit=1").json.get("orders", []):
            order_id = one["order_id"]
            to = ("card", "credit")[sum(order_id.encode()) % 2]
            path, body = f"/api/ops/orders/{order_id}/refunds", WHY | {"amount": AMOUNT, "to": to}
            key = {"Idempotency-Key": f"refund-{order_id}"}
            first, again = (self._call("POST", path, body, key) for _ in range(2))
            if first.status == SAID:
                self.desk.refunded[order_id] = first.json["refund_id"]
            if first.status not in (SAID, *NOT_ANY_MORE) or (first.status == SAID and first != again):
                self.desk.surprises.append(f"POST {path}: {first}, and then {again}")

    def _sends_on(self) -> None:
        for one in self._get("/api/ops/stuck").json.get("stuck", []):
            path = f"/api/ops/stuck/{one['id']}/retry"
            if self._changes(path, f"retry-{one['id']}-{int(time.time())}"):
                self.desk.retried.add(one["id"])

    def _changes(self, path: str, key: str) -> bool:
        """Asked twice under one key; whether it was done."""
        first, again = (self._call("POST", path, WHY, {"Idempotency-Key": key}) for _ in range(2))
        if first.status == DONE and first != again:
            self.desk.surprises.append(f"POST {path}: {first}, and then {again}")
        if first.status not in (DONE, *NOT_ANY_MORE):
            self.desk.surprises.append(f"POST {path}: {first.status} {first.json}")
        return first.status == DONE

    def _is_in_the_journal(self, return_id: str, action: str) -> None:
        entries = self._get(f"/api/ops/journal?target={return_id}").json["entries"]
        found = [one["action"] for one in entries if one["action"] in ("accept-return", "reject-return")]
        if found != [action]:
            self.desk.surprises.append(f"{return_id}: {action} was acknowledged, the journal has {found}")

    def _get(self, path: str) -> Answer:
        answer = self._call("GET", path)
        if answer.status != DONE:
            self.desk.surprises.append(f"GET {path}: {answer.status} {answer.json}")
        return answer

    def _call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        return self._door.call(method, path, body, token=self._token, headers=headers)
