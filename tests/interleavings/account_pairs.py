"""Pairs that meet around accounts: logins, what a guest still does meanwhile, and pages that come up while
their session ends."""

from typing import Any

from functions.cart import store as carts
from functions.live import store as connections
from functions.session import store as keys
from functions.session.owners_store import readable_owners
from functions.session.token import verify
from functions.shared import clock
from functions.shared.table import scan
from harness.api import Answer
from harness.customers import ADDRESS, PRICE, VISA
from harness.records import SKU
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS, CONFIRMED
from tests.interleavings.live_pairs import connects
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once, heard

PAGE = "page"


def a_guest_with_a_code(shop: Simulator) -> Facts:
    """Something is in the guest's cart; the issuer has sent them back with a code."""
    shop.sells()
    guest = shop.api("POST", "/sessions").json
    shop.fills_cart({SKU: 1}, guest["owner"])
    return {"guest": guest["owner"], "token": guest["token"], "login": shop.cloud.issuer.login("ada")}


def a_guest_with_a_ticket(shop: Simulator) -> Facts:
    token = shop.api("POST", "/sessions").json["token"]
    return {"token": token, "ticket": shop.api("POST", "/live/tickets", token=token).json["ticket"]}


def logs_in(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("POST", "/sessions/login", facts["login"], _bearer(facts))


def signs_out(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("DELETE", "/sessions/current", headers=_bearer(facts))


def signs_out_everywhere(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("DELETE", "/sessions", token=facts["token"])


def places(shop: Simulator, facts: Facts) -> Answer:
    """Of a page that has not heard of the login."""
    return shop.checkout(facts["guest"], key="guest's")


def places_by_token(shop: Simulator, facts: Facts) -> Answer:
    """Whoever the token says, if it is still good."""
    body = {
        "payment_method": VISA,
        "expected_total": {"amount": PRICE, "currency": "EUR"},
        "shipping_address": ADDRESS,
    }
    return shop.api("POST", "/checkouts", body, {"Idempotency-Key": "by-token"}, token=facts["token"])


def chooses(shop: Simulator, facts: Facts) -> Answer:
    return shop.api(
        "PUT", "/cart/lines/more", {"sku": SKU, "options": {}, "quantity": 1}, owner=facts["guest"]
    )


def _bearer(facts: Facts) -> dict[str, str]:
    return {"Authorization": f"Bearer {facts['token']}"}


def one_session(shop: Simulator, facts: Facts) -> list[str]:
    """However often it was said, and whatever was lost: the login opened one session at most."""
    opened = {item["opened"] for item in scan("SESSIONS_TABLE") if "opened" in item}
    return [] if len(opened) <= 1 else [f"one code opened {len(opened)} sessions"]


def who_hears_of_a_session_hears_of_that_one(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    good = [actor.result for actor in results.values() if heard(actor) == 201]
    sessions = {_session(answer).session_id for answer in good}
    return [] if len(sessions) == 1 else [f"{len(sessions)} sessions were told of"]


def nothing_is_left_behind(shop: Simulator, facts: Facts) -> list[str]:
    """What the guest had chosen is in an order that the customer may see, or in the customer's cart."""
    customer = _session(logs_in(shop, facts)).owner
    ordered = [order for order in shop.orders() if order.owner in readable_owners(customer)]
    if len(ordered) < len(shop.orders()):
        return ["the customer cannot see what the guest has ordered"]
    chosen = carts.load(customer, clock.now()).lines
    return [] if ordered or chosen else ["what the guest had chosen is nowhere"]


def who_is_told_of_an_order_has_one(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """And who is refused has none."""
    told = heard(results["place"])
    return [] if (told == 202) == bool(shop.orders()) else [f"{told}, and {len(shop.orders())} orders"]


def session_is_over(shop: Simulator, facts: Facts) -> list[str]:
    answer = shop.api("GET", "/cart", token=facts["token"])
    return [] if answer.status == 401 else [f"who has signed out was answered {answer.status}"]


def nobody_is_connected(shop: Simulator, facts: Facts) -> list[str]:
    """A row of a connection that the gateway never opened, since its handshake failed, reaches nobody."""
    stands = connections.load(PAGE, clock.now()) is not None and PAGE in shop.sockets.open
    return ["a connection goes on after its session has ended"] if stands else []


def _session(answer: Answer) -> Any:
    return verify(answer.json["token"], keys.key_ring(), clock.now())


def _ends_while_a_page_comes_up(name: str, ends: Does) -> Pair:
    return Pair(
        f"{name} || connect",
        a_guest_with_a_ticket,
        at_once({name: ends, "connect": connects(PAGE)}),
        set(),
        answers={name: {200}},
        at_rest=nobody_is_connected,
        losses={"connect": "hears nothing"},
    )


PAIRS = [
    Pair(
        "login || login, one code",
        a_guest_with_a_code,
        at_once({"login": logs_in, "again": logs_in}),
        set(),
        who_hears_of_a_session_hears_of_that_one,
        answers={"login": {201, 401}, "again": {201, 401}},
        at_rest=one_session,
        losses={"login": BOTH_WAYS},
        bound=3,
    ),
    Pair(
        "login || the guest places",
        a_guest_with_a_code,
        at_once({"login": logs_in, "place": places}),
        {CONFIRMED},
        answers={"login": {201}, "place": {202, 409}},
        at_rest=nothing_is_left_behind,
        bound=3,
    ),
    Pair(
        "login || the guest chooses",
        a_guest_with_a_code,
        at_once({"login": logs_in, "choose": chooses}),
        set(),
        answers={"login": {201}, "choose": {200, 503}},
        at_rest=nothing_is_left_behind,
        bound=3,
    ),
    Pair(
        "sign out || place",
        a_guest_with_a_code,
        at_once({"sign out": signs_out, "place": places_by_token}),
        {CONFIRMED},
        who_is_told_of_an_order_has_one,
        answers={"sign out": {200}, "place": {202, 401}},
        at_rest=session_is_over,
        losses={"sign out": BOTH_WAYS, "place": "hears nothing"},
        bound=3,
    ),
    _ends_while_a_page_comes_up("sign out", signs_out),
    _ends_while_a_page_comes_up("sign out everywhere", signs_out_everywhere),
]
