"""What people and machines ask of a shop, one after the other, and what each of it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.afterwards import at_a_terminal
from bench.charging import Call
from bench.growth import numbered
from bench.growth.watching import Watch, Weighed
from bench.observing import Work
from bench.relaying import Stream
from functions.session.page_cursor import give_cursor
from functions.storefront.list_orders import LISTED as MY_ORDERS
from harness.actors import accepts
from harness.customers import CAPTURABLE, EMAIL, PRICE, VISA
from harness.records import SKU
from harness.simulator.simulator import Simulator
from ops.find_order import find_order
from ops.list_orders import list_orders

BUYER = "own_" + "b" * 26
OPERATOR = "op_ada"
OUTCOMES = ("OrderClosing",)
LISTED = 20
CHOSEN = 3 * numbered.BUCKETS * numbered.CYCLE // 2 * 2
"""A delivered order of the owner of half of all orders."""


@dataclass(frozen=True)
class Step:
    """What one function did for one thing that was asked. `answered` are the bytes of an answer's body,
    `error` the name of a business outcome that is none of success."""

    asked: str
    function: str
    calls: tuple[Call, ...]
    answered: int = 0
    error: str = ""

    @property
    def item_bytes(self) -> int:
        return sum(call.item_bytes for call in self.calls if isinstance(call, Weighed))


class Player:
    def __init__(self, shop: Simulator) -> None:
        self._shop = shop
        self.steps: list[Step] = []

    def play(self) -> list[Step]:
        """A typical order, its return, and all that customers, schedules and operators look at."""
        shop = self._shop
        shop.sells(stock=1000)
        with Stream(shop, begins=True).relayed():  # type: ignore[arg-type]  # it asks to invoke, and no more
            order_id = self._buys()
            self._is_fulfilled(order_id)
            self._comes_back(order_id)
            self._changes_her_mind()
        self._looks(order_id)
        self._goes_on_by_itself()
        self._operators_look(order_id)
        return self.steps

    def _buys(self) -> str:
        line = {"sku": SKU, "options": {}, "quantity": 1}
        self._api("PUT", "/cart/lines/{line_id}", f"/cart/lines/{SKU}", line)
        self._api("GET", "/cart")
        order_id = self._checks_out()
        self._does("the checkout's machine", self._shop.run_to_rest)
        return order_id

    def _checks_out(self) -> str:
        found: list[str] = []

        def ask() -> int:
            answer = self._shop.checkout(BUYER, total=PRICE, payment_method=VISA)
            assert answer.status == 202, answer  # noqa: S101 - a bench that counted something else would lie
            found.append(answer.json["order_id"])
            return len(answer.body.encode())

        self._does("POST /checkouts", ask)
        return found[0]

    def _is_fulfilled(self, order_id: str) -> None:
        shop = self._shop
        self._tells(order_id, CAPTURABLE)
        work: list[dict[str, Any]] = []
        self._does("the queue PackingRequests", lambda: work.append(shop.offer()))
        self._does("the queue PackingResults", lambda: shop.reports(work[0]))
        self._does("the fulfilment's machine", shop.run_to_rest)

    def _comes_back(self, order_id: str) -> None:
        shop = self._shop
        asked: list[str] = []
        self._does("POST /orders/{id}/returns", lambda: asked.append(shop.requested(shop.order(order_id))))
        self._does("accept-return", lambda: self._at_a_terminal(lambda: accepts(asked[0])))
        self._does("the return's machine", shop.run_to_rest)
        self._api("GET", "/orders/{id}/returns", f"/orders/{order_id}/returns")

    def _changes_her_mind(self) -> None:
        self._shop.fills_cart({SKU: 1}, BUYER)
        order_id = self._checks_out()
        self._api("POST", "/orders/{id}/cancel", f"/orders/{order_id}/cancel", status=202)
        self._does("the machine of a cancelled checkout", self._shop.run_to_rest)

    def _looks(self, order_id: str) -> None:
        heavy = numbered.HEAVY_OWNER
        self._api("GET", "/catalog")
        self._api("GET", "/orders/{id}", f"/orders/{order_id}")
        self._api("GET", "/orders/{id}/receipt", f"/orders/{order_id}/receipt")
        self._api("GET", "/orders", owner=BUYER)
        self._api(
            "GET",
            "/orders/{id}, of one who has half of all",
            f"/orders/{numbered.order_id(CHOSEN)}",
            owner=heavy,
        )
        page = f"/orders?limit={LISTED}"
        self._api("GET", "/orders, of one who has half of all", page, owner=heavy)
        position = f"{numbered.placed_at(CHOSEN)}#{numbered.order_id(CHOSEN)}"
        cursor = give_cursor(position, MY_ORDERS, heavy)
        self._api("GET", "/orders, a page far down", f"{page}&cursor={cursor}", owner=heavy)

    def _goes_on_by_itself(self) -> None:
        self._does("the sweep, nothing overdue", self._shop.sweep)

    def _operators_look(self, order_id: str) -> None:
        self._does("find-order", lambda: self._at_a_terminal(lambda: find_order(order_id)))
        self._does(
            "list-orders COMPLETED", lambda: self._at_a_terminal(lambda: list_orders("COMPLETED", LISTED))
        )
        heavy, first, last = numbered.order_id(CHOSEN), numbered.placed_at(9), numbered.placed_at(CHOSEN)
        for asked, path in {
            "/ops/orders?limit": "/ops/orders?limit=5",
            "/ops/orders?status": "/ops/orders?status=COMPLETED",
            "/ops/orders?from&to": f"/ops/orders?from={first}&to={last}",
            "/ops/orders?q, an address that all ordered with": f"/ops/orders?q={EMAIL}",
            "/ops/orders?q, an id": f"/ops/orders?q={order_id}",
            "/ops/orders/{id}": f"/ops/orders/{order_id}",
            "/ops/orders/{id}, of one who has half of all": f"/ops/orders/{heavy}",
            "/ops/orders/{id}/at/{version}": f"/ops/orders/{order_id}/at/2",
            "/ops/orders/{id}/graph": f"/ops/orders/{order_id}/graph",
            "/ops/stuck": "/ops/stuck",
            "/ops/returns": "/ops/returns?state=CLOSED",
            "/ops/refunds": "/ops/refunds",
            "/ops/stock": "/ops/stock",
            "/ops/journal": "/ops/journal",
            "/ops/breaker": "/ops/breaker",
            "/ops/measures": "/ops/measures",
            "/ops/dead-letters": "/ops/dead-letters",
            "/ops/sales": "/ops/sales",
            "/ops/keys": "/ops/keys",
        }.items():
            self._api("GET", asked, path, owner=OPERATOR)

    def _at_a_terminal(self, command: Callable[[], object]) -> None:
        with at_a_terminal(self._shop):  # type: ignore[arg-type]  # it asks for a runner, and no more
            command()

    def _tells(self, order_id: str, event: str) -> None:
        self._does("POST /payments/webhook", lambda: self._shop.tells(self._shop.hold(order_id), event))

    def _api(
        self,
        method: str,
        route: str,
        path: str = "",
        body: Any = None,
        *,
        owner: str = BUYER,
        status: int = 200,
    ) -> None:
        def ask() -> int:
            answer = self._shop.api(method, path or route, body, owner=owner)
            assert answer.status == status, (path, answer)  # noqa: S101 - as above
            return len(answer.body.encode())

        self._does(f"{method} {route}", ask)

    def _does(self, asked: str, act: Callable[[], object]) -> None:
        watch = Watch(self._shop)
        with watch.watching():
            came = act()
        answered = came if isinstance(came, int) else 0
        for work in watch.works():
            self.steps.append(self._step(asked, work, answered))
            answered = 0  # it was the first one's answer: the others were told of what it wrote

    @staticmethod
    def _step(asked: str, work: Work, answered: int) -> Step:
        outcome = work.invocation.outcome
        error = (outcome.error if outcome else None) or ""
        assert error in ("", *OUTCOMES), outcome  # noqa: S101 - as above
        return Step(asked, work.invocation.name, tuple(work.calls), answered, error)
