"""The smoke checkout: what it does step by step, what it refuses, and that it leaves nothing behind."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest
from moto import mock_aws

from ops import smoke, smoke_order, smoke_shop, smoke_target
from ops.smoke_shop import Answer, SmokeFailed, SmokeShop, check_address
from ops.smoke_target import api_address, why_unpaid

PIZZA = {
    "sku": "pizza",
    "unit_price": {"amount": 900, "currency": "EUR"},
    "stock": "in_stock",
    "options": [
        {"name": "size", "required": True, "multiple": False, "choices": [{"name": "small"}]},
        {"name": "toppings", "required": True, "multiple": True, "choices": [{"name": "olives"}]},
        {"name": "note", "required": False, "multiple": False, "choices": [{"name": "hot"}]},
    ],
}
SOLD_OUT = PIZZA | {"sku": "gone", "stock": "sold_out"}
CHEAP = PIZZA | {"sku": "sticker", "unit_price": {"amount": 20, "currency": "EUR"}}
DEAR = PIZZA | {"sku": "cake", "unit_price": {"amount": 2000, "currency": "EUR"}}
NOTHING = {"amount": 0, "currency": "EUR"}
PICKUP = {"method": "pickup", "country": "IT", "region": None}
CART = {"priced": True, "total": {"amount": 900, "currency": "EUR"}, "delivery": PICKUP}
ORDER = "ord_" + "a" * 32


@dataclass
class FakeShop(SmokeShop):
    """Answers as a shop that has these products; `cart` is the cart as it stands first, `chosen` what a
    choice of delivery changes in it; `checkouts` are what POST /checkouts answers, the last one from then on;
    `cancel` is what cancelling does: the order's status after it."""

    base: str = "https://shop.test/api"
    products: list[dict[str, Any]] = field(default_factory=lambda: [PIZZA])
    cart: dict[str, Any] = field(default_factory=lambda: CART)
    chosen: dict[str, Any] = field(default_factory=dict)
    checkouts: tuple[Answer, ...] = (Answer(201, {"order_id": ORDER}),)
    cancel: tuple[int, str] = (202, "CANCELLED")
    charged: int = 0
    status: str = "CONFIRMED"
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        self.asked.append((method, path, body))
        if path == "/sessions":
            return Answer(201, {"token": "t"})
        if path == "/catalog":
            return Answer(200, {"products": self.products})
        if path.startswith("/cart/lines/"):
            return Answer(200, self.cart)
        if path == "/cart/delivery":
            return Answer(200, self.cart | {"delivery": body} | self.chosen)
        if path == "/checkouts":
            answer, *later = self.checkouts
            self.checkouts = tuple(later) or self.checkouts
            return answer
        if path.endswith("/cancel"):
            self.status = self.cancel[1]
            return Answer(self.cancel[0], {"detail": "as it says"})
        charged = {"amount": self.charged, "currency": "EUR"}
        return Answer(200, {"status": self.status, "charged": charged, "refunded": NOTHING})

    def said(self, path: str, method: str = "POST") -> list[Any]:
        """The bodies that it was sent there."""
        return [body for one, to, body in self.asked if (one, to) == (method, path)]

    def calls(self) -> list[str]:
        return [f"{method} {path}" for method, path, _ in self.asked]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke_order.time, "sleep", lambda _: None)


def walked(shop: FakeShop, unpaid: str | None = None) -> list[str]:
    said: list[str] = []
    smoke.walk(shop, unpaid, said.append)
    return said


def test_it_buys_reads_cancels_and_says_each_step() -> None:
    shop = FakeShop()

    said = walked(shop)

    assert [line.partition(":")[0] for line in said] == [
        *("session", "catalog", "cart", "checkout", "cancelled", "cart"),
    ]
    assert shop.calls() == [
        "POST /sessions",
        "GET /catalog",
        "PUT /cart/lines/smoke",
        "PUT /cart/delivery",
        "POST /checkouts",
        f"GET /orders/{ORDER}",
        f"POST /orders/{ORDER}/cancel",
        f"GET /orders/{ORDER}",
        f"GET /orders/{ORDER}",
        "DELETE /cart/lines/smoke",
    ]


def test_it_takes_what_is_in_stock_and_worth_charging_with_the_options_that_it_needs() -> None:
    shop = FakeShop(products=[SOLD_OUT, CHEAP, DEAR, PIZZA])

    walked(shop)

    (line,) = shop.said("/cart/lines/smoke", "PUT")
    assert line == {"sku": "pizza", "options": {"size": "small", "toppings": ["olives"]}, "quantity": 1}


def test_of_what_costs_less_than_the_provider_takes_in_its_currency_nothing_is_chosen() -> None:
    """17,500 fillér are the least that is taken of forints: 100 of them would be refused."""
    forints = [PIZZA | {"unit_price": {"amount": amount, "currency": "HUF"}} for amount in (17_499, 250_000)]
    shop = FakeShop(products=[forints[0] | {"sku": "sticker"}, forints[1]])

    walked(shop)

    (line,) = shop.said("/cart/lines/smoke", "PUT")
    assert line["sku"] == "pizza"


def test_it_has_its_goods_brought_in_the_shops_country_and_pays_what_they_cost_there() -> None:
    courier = {"method": "courier", "country": "US", "region": None}
    yen = {"amount": 1650, "currency": "JPY"}
    shop = FakeShop(cart=CART | {"delivery": courier}, chosen={"total": yen})

    said = walked(shop)

    (wish,), (body,) = shop.said("/cart/delivery", "PUT"), shop.said("/checkouts")
    region = body["shipping_address"]["region"]
    assert wish == {"method": "courier", "country": "US", "region": region}
    assert body["shipping_address"]["country"] == "US"
    assert body["expected_total"] == yen
    assert "cart: one pizza, 1650 JPY in minor units by courier (US)" in said


def test_what_nobody_brings_costs_what_the_checkout_says_once_it_has_an_address() -> None:
    told = Answer(409, {"type": "/p/price-changed", "total": {"amount": 950, "currency": "EUR"}})
    shop = FakeShop(cart=CART | {"delivery": None}, checkouts=(told, Answer(201, {"order_id": ORDER})))

    walked(shop)

    assert shop.said("/cart/delivery", "PUT") == []
    assert [body["expected_total"]["amount"] for body in shop.said("/checkouts")] == [900, 950]


@pytest.mark.parametrize("unpaid", [None, "the keys are live"])
def test_a_cart_that_nobody_can_price_fails_and_is_emptied(unpaid: str | None) -> None:
    shop = FakeShop(cart=CART | {"priced": False, "total": None})

    with pytest.raises(SmokeFailed, match="not priced"):
        walked(shop, unpaid)

    assert shop.calls()[-1] == "DELETE /cart/lines/smoke"


def test_the_only_card_is_the_providers_test_card() -> None:
    shop = FakeShop()

    walked(shop)

    (body,) = shop.said("/checkouts")
    assert body["payment_method"] == "pm_card_visa"


def test_it_stops_in_front_of_the_till_where_it_may_not_pay_and_empties_its_cart() -> None:
    shop = FakeShop()

    said = walked(shop, unpaid="the keys are live")

    assert "checkout: not tried, since the keys are live" in said
    assert "POST /checkouts" not in shop.calls()
    assert shop.calls()[-1] == "DELETE /cart/lines/smoke"


def test_a_shop_without_anything_to_sell_is_walked_as_far_as_its_catalog() -> None:
    shop = FakeShop(products=[SOLD_OUT])

    assert "nothing is for sale" in walked(shop)[-1]
    assert shop.calls() == ["POST /sessions", "GET /catalog"]


@pytest.mark.parametrize(
    ("shop", "told"),
    [
        (FakeShop(checkouts=(Answer(402, {"order_id": ORDER, "type": "/p/payment-declined"}),)), "CANCELLED"),
        (FakeShop(checkouts=(Answer(409, {"type": "/p/price-changed"}),)), "no order was placed"),
        (FakeShop(checkouts=(Answer(202, {"order_id": ORDER}),)), "not confirmed: 202"),
        (FakeShop(charged=900), "before it is packed"),
        (FakeShop(cancel=(409, "COMPLETED")), "take its parcel back"),
        (FakeShop(cancel=(202, "CONFIRMED")), "could not be cancelled"),
    ],
)
def test_what_goes_otherwise_fails_with_what_became_of_the_order(shop: FakeShop, told: str) -> None:
    with pytest.raises(SmokeFailed, match=told):
        walked(shop)

    placed = "order_id" in shop.checkouts[-1].body
    assert (f"POST /orders/{ORDER}/cancel" in shop.calls()) == placed
    assert shop.calls()[-1] == "DELETE /cart/lines/smoke"


def test_an_answer_that_is_no_catalog_is_one_line_and_no_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert smoke.smoke(FakeShop(products=[{"sku": "x"}]), None) == 1

    assert "otherwise than its document says" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["http://shop.example/api", "ftp://x", "https://", "--help me", "https://a b"]
)
def test_an_address_that_a_token_may_not_go_to_is_refused(url: str) -> None:
    with pytest.raises(SmokeFailed, match="https://shop"):
        check_address(url)


def test_without_a_word_about_its_keys_nothing_is_paid_at_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []
    monkeypatch.setattr(smoke, "smoke", lambda shop, unpaid: seen.append(unpaid) or 0)

    assert smoke.main(["https://shop.example/api/"]) == 0
    assert smoke.main(["https://shop.example/api", "--keys", "test"]) == 0

    assert seen == [smoke.NOT_SAID, None]


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ('{"api_key": "sk_test_a"}', None),
        ('{"api_key": "rk_test_a"}', None),
        ('{"api_key": "sk_live_a"}', "holds a live key"),
        ('{"api_key": "pk_test_a"}', "holds a live key"),
        ('{"webhook_secret": "whsec_a"}', "holds no api_key"),
        (None, "there is no secret shop/keys yet"),
    ],
)
def test_it_pays_only_where_the_secret_holds_a_test_key_and_tells_nothing_of_the_key(
    secret: str | None, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        if secret:
            boto3.client("secretsmanager").create_secret(Name="shop/keys", SecretString=secret)

        why = why_unpaid("shop/keys")

    assert (why is None) if told is None else (why is not None and told in why and "_a" not in why)


def test_a_shop_is_where_its_pages_are_else_where_its_api_is(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {"ApiUrl": "https://a.execute-api.eu-west-1.amazonaws.com/api/", "ApiId": "a"}
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    assert api_address(outputs, "https://shop.example") == "https://shop.example/api"
    assert api_address(outputs, None) == "https://a.execute-api.eu-west-1.amazonaws.com/api"


def test_who_has_no_credentials_is_told_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody() -> dict[str, str]:
        raise LookupError("no stacks")

    monkeypatch.setattr(smoke_target, "stack_outputs", nobody)

    assert smoke.main([]) == 2
    assert capsys.readouterr().err == "smoke: the shop's stacks cannot be read: no stacks\n"


class Scripted(BaseHTTPRequestHandler):
    """Answers one after the other what the test wrote down."""

    answers: list[tuple[int, dict[str, str], dict[str, Any]]]
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.path)
        status, headers, body = self.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Scripted.answers, Scripted.heard = [], []
    server = HTTPServer(("127.0.0.1", 0), Scripted)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def at(server: HTTPServer) -> SmokeShop:
    return SmokeShop(f"http://127.0.0.1:{server.server_port}")


def test_what_asks_to_come_again_is_asked_again_after_as_long_as_it_says(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(smoke_shop.time, "sleep", pauses.append)
    Scripted.answers = [
        (503, {"Retry-After": "3"}, {}),
        (429, {"Retry-After": "3600"}, {}),
        (200, {}, {"a": 1}),
    ]

    assert at(server).ask("GET", "/catalog").body == {"a": 1}
    assert pauses == [3.0, smoke_shop.LONGEST_PAUSE_SECONDS]


def test_it_is_not_asked_for_ever_and_not_again_where_there_are_no_keys(server: HTTPServer) -> None:
    missing = (503, {}, {"type": "/api/problems/payments-not-configured"})
    Scripted.answers = [(503, {}, {})] * smoke_shop.TRIES + [missing]

    assert at(server).ask("GET", "/a").status == 503
    assert len(Scripted.heard) == smoke_shop.TRIES
    assert at(server).ask("GET", "/b").problem == "payments-not-configured"
    assert Scripted.heard[-1] == "/b"


def test_a_token_does_not_follow_to_another_address(server: HTTPServer) -> None:
    Scripted.answers = [(302, {"Location": f"http://127.0.0.1:{server.server_port}/elsewhere"}, {})]

    assert at(server).ask("GET", "/catalog").status == 302
    assert Scripted.heard == ["/catalog"]


def test_where_nobody_answers_it_says_whom_it_asked() -> None:
    with pytest.raises(SmokeFailed, match=r"GET /catalog: nobody answers at http://127\.0\.0\.1:9"):
        SmokeShop("http://127.0.0.1:9").ask("GET", "/catalog")
