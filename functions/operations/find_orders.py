"""Find orders by status and time, by the customer's address, by how an order's id ends, by an order's, a
return's or a hold's id; each row says whether its order stands before an operator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.checkout.address import NotTaken, mailable
from functions.operator import store as operator_store
from functions.operator.stop import Stop
from functions.order import store as order_store
from functions.order import views_store
from functions.order.order import ENDED, Status
from functions.order.view import View, view_of
from functions.order.views_store import Span
from functions.payment.errors import ProviderRefused
from functions.payment.provider import provider
from functions.shared import ids
from functions.shared.items import Aside
from functions.shared.money import Money

HOLD_ID = re.compile(r"pi_[A-Za-z0-9_]{1,250}")


class NotSearchable(Exception):
    """Nothing is found by such words; the message says what is."""


@dataclass(frozen=True)
class Search:
    """Orders of these statuses (of all, if there are none), placed in this span of positions, and found by
    `wanted`: an order's id, a return's or a hold's, the last four characters of an order's, or an e-mail
    address."""

    statuses: tuple[Status, ...] = ()
    span: Span = views_store.ALWAYS
    wanted: str | None = None

    @property
    def name(self) -> str:
        """What tells its pages from another's; no address."""
        wanted = self.wanted and ids.digest(self.wanted)
        return ids.digest(["orders", *self.statuses, self.span.first, self.span.last, wanted])

    def holds(self, view: View) -> bool:
        placed = self.span.first <= view.position <= self.span.last
        return placed and (not self.statuses or view.status in self.statuses)


@dataclass(frozen=True)
class Found:
    """A page, the newest first, and the position that the next one starts at, empty at the end. `aside`:
    orders that cannot be read."""

    orders: list[dict[str, Any]]
    next: str
    aside: Aside


def find_orders(search: Search, limit: int, start: str = "") -> Found:
    """At most `limit`, from the position `start` on. Rows follow their orders at a short distance; a page may
    be shorter than it could be where one has moved on since. Raises NotSearchable, ProviderUnavailable."""
    aside: Aside = {}
    span = Span(search.span.first, start or search.span.last)
    places = _places(search, limit + 1, span)
    if places is None:
        views, more = _named(search.wanted or "", aside), ""
    else:
        views = views_store.load_many(places[:limit], aside)
        more = places[limit][1] if len(places) > limit else ""
    return Found(_entries([view for view in views if search.holds(view)], aside), more, aside)


def _places(search: Search, limit: int, span: Span) -> list[tuple[str, str]] | None:
    """Where the rows stand; None where an id names the one order."""
    wanted = search.wanted
    if wanted is None:
        return views_store.by_statuses(search.statuses or tuple(Status), limit, span)
    if ids.is_ending(wanted.lower()):
        return views_store.by_ending(wanted.lower(), limit, span)
    return views_store.by_email(_email_key(wanted), limit, span) if "@" in wanted else None


def _email_key(wanted: str) -> str:
    try:
        return ids.email_key(mailable(wanted))
    except NotTaken as why:
        raise NotSearchable(f"as an e-mail address: {why}") from None


def _named(wanted: str, aside: Aside) -> Sequence[View]:
    """The one order, as it stands; none if there is none."""
    found = order_store.load_many([order_id] if (order_id := order_of(wanted)) else [], aside)
    return [view_of(order) for order in found]


def order_of(wanted: str) -> str | None:
    """The order that an order's, a return's, a refund's or a hold's id names; None for a hold that the
    provider does not know, or that is no order's. Raises NotSearchable, ProviderUnavailable."""
    if ids.is_order_id(wanted):
        return wanted
    if HOLD_ID.fullmatch(wanted):
        return _order_of_hold(wanted)
    order_id = ids.order_of_part(wanted)
    if order_id is None:
        raise NotSearchable(
            "an order's id (ord_...) or its last four characters, a return's (ret_...), a refund's (rfd_...),"
            " a payment's (pi_...) or an address"
        )
    return order_id


def _order_of_hold(hold_id: str) -> str | None:
    """By what the provider was told when the hold was made: nothing is stored for it."""
    try:
        named = provider.read_hold(hold_id).order_id
    except ProviderRefused:
        return None
    return named if named and ids.is_order_id(named) else None


def _entries(views: Sequence[View], aside: Aside) -> list[dict[str, Any]]:
    """As listed; what stands before an operator is read at once for all that have not ended."""
    going = [view.order_id for view in views if view.status not in ENDED]
    stops = dict(operator_store.load_many(going, aside))
    return [_entry(view, stops.get(view.order_id)) for view in views]


def _entry(view: View, stop: Stop | None) -> dict[str, Any]:
    return {
        "order_id": view.order_id,
        "owner": view.owner,
        "status": view.status.value,
        "reason": view.reason.value if view.reason else None,
        "version": view.version,
        "placed_at": view.placed_at,
        "lines": [{"sku": line.sku, "quantity": line.quantity} for line in view.lines],
        "total": view.total.as_dict(),
        "to_pay": view.to_pay.as_dict(),
        "charged": Money(view.charged, view.total.currency).as_dict(),
        "credited": Money(view.credited, view.total.currency).as_dict(),
        "refunded": Money(view.refunded, view.total.currency).as_dict(),
        "stuck_since": stop.at if stop else None,
    }
