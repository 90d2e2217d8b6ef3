"""What open pages live through: they follow an order, die and come back, whatever befalls the functions of
the socket. In the end they show the order as it stands, and who has left is not taken for connected."""

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from moto.dynamodb.models import dynamodb_backends

from functions.checkout.abandon_order import abandon_order
from functions.checkout.close_order import close_order
from functions.live.connections import online
from functions.order.order import Reason
from harness.faults import Kind
from harness.machine_files import State
from harness.page import TRIES, Page, pushes
from harness.stories import STORIES
from harness.stream import heads
from harness.template import ACCOUNT, REGION
from tests.faults.cases import EVER, ONCE, Case, cases_beside
from tests.faults.fault_run import FaultRun
from tests.faults.observed_calls import Visit

FUNCTIONS = ("Tickets", "Socket", "Hello", "Updates")
DELIVERIES = 10
GONE_SECONDS = 601


class LiveRun:
    """`whole`: what befalls a call goes on until all is over, too (make faults)."""

    functions = FUNCTIONS

    def __init__(self, fault_run: FaultRun, *, whole: bool = False) -> None:
        self._fault_run = fault_run
        self._whole = whole
        self.world = fault_run.world

    def cases(self, function: str, cut: Counter[str]) -> Iterator[Case]:
        """Every fault at every call that the function makes in the story."""
        self._begin()
        assert (wrong := self._live(ONCE)) == [], wrong
        made = [one for one in self.world.runner.invocations if one.name == function]
        visit = Visit(
            story=STORIES[0],
            calls=tuple(tuple(zip(one.calls, one.answers, strict=True)) for one in made),
            outcomes=tuple(one.outcome.error for one in made if one.outcome),
            next_step="",
            step_after_escape="",
        )
        state = State("beside", function, function, sends=False, beside=True)
        for case in cases_beside(state, [visit], cut):
            yield case
            if self._whole and case.place is not None and case.kind is not Kind.HANGS:
                yield replace(case, often=EVER)

    def run(self, case: Case) -> list[str]:
        """What is wrong then."""
        self._begin()
        strike = case.strike()
        self._fault_run.desk.order(strike)
        wrong = self._live(case.often)
        return wrong if strike.fired else [*wrong, "the fault never fired"]

    def _begin(self) -> None:
        """An order was placed, and nobody looks at it yet."""
        items, self._order_id, self._owner = self._placed
        self._fault_run._clear()
        self.world.sockets.reset()
        for name, found in pickle.loads(items).items():  # noqa: S301 - pickled below
            dynamodb_backends[ACCOUNT][REGION].tables[name].items = found

    @cached_property
    def _placed(self) -> tuple[bytes, str, str]:
        self._fault_run._clear()
        self.world.sells()
        order_id = self.world.places_order()
        self.world.stop()
        tables = dynamodb_backends[ACCOUNT][REGION].tables
        stored = pickle.dumps({name: table.items for name, table in tables.items()})
        return stored, order_id, self.world.order(order_id).owner

    def _live(self, often: str) -> list[str]:
        """Two tabs; one dies and comes back. The order is cancelled meanwhile."""
        stays, dies = (Page(self.world, self._owner, {self._order_id: 0}) for _ in range(2))
        wrong: list[str] = []
        self._come_up(stays, dies)
        abandon_order(self._order_id, Reason.PAYMENT_DECLINED)
        self._delivers()
        if often is ONCE:
            wrong += [*self._behind(stays, "stays"), *self._behind(dies, "will die")]
        dies.leave(told=True)
        close_order(self._order_id)
        self._delivers()
        self._pings(stays)
        self._come_up(dies)
        self._fault_run.desk.lift()
        self._fault_run.desk.let_go()
        self._delivers()
        wrong += [*self._behind(stays, "stays"), *self._behind(dies, "came back")]
        stays.leave()
        dies.leave()
        self.world.time_passes(GONE_SECONDS)
        return [*wrong, "taken for connected after all"] if online(self._owner) else wrong

    def _come_up(self, *pages: Page) -> None:
        """They try for a while."""
        for page in pages:
            any(page.is_greeted() for _ in range(TRIES))

    def _delivers(self) -> None:
        """The stream brings what was not taken again."""
        left = heads()
        for _ in range(DELIVERIES):
            left = pushes(self.world, left)
            if not left:
                return

    def _pings(self, page: Page) -> None:
        for _ in range(DELIVERIES):
            self.world.time_passes(1)
            if page.name is None or page.ping() is not None:
                return

    def _behind(self, page: Page, which: str) -> Iterator[str]:
        """A page whose connection was ended, or that was never greeted on it, comes up first."""
        page.hears()
        if not page.greeted:
            page.comes_up()
        version = self.world.order(self._order_id).head.version
        if page.shown[self._order_id] != version:
            yield f"the page that {which} shows {page.shown}, and the order is at {version}"
