"""Plays a plan against a run of the shop: customers and trouble at their times, one restart in between."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaos.customer import Customer, Memory
from chaos.open_page import OpenPage
from chaos.operator import Desk, Operator
from chaos.plan import GIFT, SCARCE, Plan, Trouble
from chaos.rest import come_to_rest
from chaos.shop import Door, NeverAnswered
from chaos.trouble import Troublemaker, end_faults
from functions.shared.money import shop_currency
from local.running import DidNotStart, Running
from ops.amounts import typed

CUSTOMERS_AT_ONCE = 12
PATIENCE_SECONDS = 300
"""So long nobody was answered at all; a restart is over sooner."""
STILL_SECONDS = 900
"""So long no visit came to its end."""
OK = 200

Say = Callable[[str], None]


@dataclass
class Played:
    """What happened. `audit` is the report once the shop was at rest; `rested`: it came to rest at all."""

    memories: list[Memory]
    trouble: Troublemaker
    door: Door
    lost: list[str] = field(default_factory=list)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    """As their customers see them in the end; those that are not found are missing."""
    talks: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By order, what was said about it: numbers and client_ids, in the order in which they are shown."""
    desk: Desk = field(default_factory=Desk)
    audit: dict[str, Any] = field(default_factory=dict)
    mismatches: dict[str, int] = field(default_factory=dict)
    """By class, what the reconcile job finds then."""
    rested: bool = False


class Conductor:
    def __init__(self, plan: Plan, home: Path, say: Say) -> None:
        self._plan = plan
        self._home = home
        self._say = say
        self._trouble = Troublemaker()

    def play(self) -> Played:
        """Raises local.running.DidNotStart."""
        self._say("starting the shop")
        self._run = Running.start(self._home)
        try:
            _told(self._run, "set-stock", SCARCE, str(self._plan.scarce_units))
            self._gifts = issued(self._run, sum(visit.gift for visit in self._plan.visits))
            door = Door(self._run.url, PATIENCE_SECONDS)
            operator = Operator(self._run, door)
            played = self._play(door)
            played.desk = operator.ends()
            self._say("no more trouble; letting everything come to rest")
            self._trouble.made.update(end_faults(self._run))
            rest = come_to_rest(self._run)
            self._trouble.made["returned and refunded"] += rest.returned
            played.audit, played.rested, played.mismatches = rest.audit, rest.rested, rest.mismatches
            played.orders = _last_look(played)
            _close_pages(played)
            played.talks = _all_that_was_said(played) | {
                name: operator.conversation(name) for name in played.desk.said
            }
            return played
        finally:
            self._run.stop()

    def _play(self, door: Door) -> Played:
        self._say(f"{len(self._plan.visits)} customers within {self._plan.seconds:g} s")
        began = time.monotonic()
        with ThreadPoolExecutor(CUSTOMERS_AT_ONCE) as street, ThreadPoolExecutor(1) as backstage:
            visits: list[Future[Memory]] = []
            director = backstage.submit(self._make_trouble, began)
            for visit in self._plan.visits:
                _sleep_until(began + visit.at)
                gift = self._gifts.pop() if visit.gift else ""
                visits.append(street.submit(Customer(door, visit, self._plan.seed, gift).visit))
            director.result()
            _await_ends(visits)
        played = Played([], self._trouble, door)
        for future in visits:
            _collect(future, played)
        return played

    def _make_trouble(self, began: float) -> None:
        for at, act in self._acts():
            _sleep_until(began + at)
            act()

    def _acts(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """In the order of their times. What falls into the restart comes after it."""
        restart = self._plan.restart_at
        yield from (self._act(one) for one in self._plan.troubles if one.at < restart)
        yield restart, self._restart
        yield from (self._act(one) for one in self._plan.troubles if one.at >= restart)

    def _act(self, trouble: Trouble) -> tuple[float, Callable[[], None]]:
        return trouble.at, lambda: self._trouble.make(self._run, trouble)

    def _restart(self) -> None:
        self._say("stopping the whole run, starting it again with KEEP=1")
        self._trouble.made["restarted: everything"] += 1
        self._run.stop()
        self._run = Running.start(self._home, port=self._run.port, keep=True)


def issued(run: Running, count: int) -> list[str]:
    """New gift codes, each worth GIFT. Raises DidNotStart."""
    if not count:
        return []
    worth = typed(GIFT, shop_currency())
    shown = json.loads(_told(run, "issue-gift-codes", str(count), worth, "--why", "chaos"))
    codes: list[str] = shown["codes"]
    return codes


def _told(run: Running, *command: str) -> str:
    """What the command prints. Raises DidNotStart where the shop refuses it: nothing can be played then."""
    done = run.ops(*command)
    if done.returncode:
        raise DidNotStart(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def _last_look(played: Played) -> dict[str, dict[str, Any]]:
    found = {}
    for memory in played.memories:
        for order_id in memory.known:
            answer = played.door.call("GET", f"/api/orders/{order_id}", token=memory.token)
            if answer.status == OK:
                found[order_id] = answer.json
    return found


def _close_pages(played: Played) -> None:
    pages = [memory.page for memory in played.memories if memory.page]
    with ThreadPoolExecutor(CUSTOMERS_AT_ONCE) as closing:
        list(closing.map(OpenPage.ends, pages))


def _all_that_was_said(played: Played) -> dict[str, list[tuple[int, str]]]:
    """In one page each: nobody says more than that."""
    found = {}
    for memory in played.memories:
        for order_id in memory.said:
            path = f"/api/conversations/{order_id}/messages?limit=100"
            lines = played.door.call("GET", path, token=memory.token).json["messages"]
            found[order_id] = [(one["seq"], one["client_id"]) for one in lines if one["seq"] is not None]
    return found


def _await_ends(visits: "list[Future[Memory]]") -> None:
    """Until all have ended, or for STILL_SECONDS none has."""
    under_way = set(visits)
    while under_way:
        ended, under_way = wait(under_way, STILL_SECONDS, FIRST_COMPLETED)
        if not ended:
            return


def _collect(future: "Future[Memory]", played: Played) -> None:
    try:
        played.memories.append(future.result(timeout=0))
    except NeverAnswered as gone:
        played.lost.append(str(gone))
    except TimeoutError:
        played.lost.append("a customer never came to an end")


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
