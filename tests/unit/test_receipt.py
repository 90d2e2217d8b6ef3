"""What a receipt says, and what it must not do."""

from dataclasses import replace

from functions.catalog.product import Choices
from functions.fulfilment.receipt import receipt_of
from functions.order.lines import OrderLine
from functions.order.order import Order, Status
from functions.shared.money import Money
from tests.orders import line, order

EVIL = "<script>alert('x')</script>"


def pizza(line_id: str = "p", name: str = "Margherita", options: Choices | None = None) -> OrderLine:
    ordinary: Choices = {"size": "large", "toppings": ["olives", "rocket"], "sauce": []}
    return line(line_id, 1250, 3, name=name, options=options or ordinary)


ORDER = order(
    pizza(),
    pizza("w", "Water"),
    order_id="ord_a",
    status=Status.FULFILLING,
    version=3,
    owner="own_secret",
    placed_at="2026-11-22T10:00:00.000Z",
    payment_method="pm_card_secret",
    shipping_address={"name": "Ada Secret", "line1": "Hill 1", "city": "Turin"},
    confirmed_at="2026-11-22T10:01:00.000Z",
    email="ada@secret.example",
)
PACKED_AT = "2026-11-22T10:30:00.000Z"


def html(order: Order = ORDER, packed: dict[str, int] | None = None, charged: int | None = None) -> str:
    units = packed or {"p": 3, "w": 3}
    paid = order.value_of(units) if charged is None else Money(charged)
    return receipt_of(order, units, paid, PACKED_AT).html()


def test_a_receipt_lists_what_was_delivered_with_its_prices_what_was_charged_and_when() -> None:
    text = html()
    assert "<p>Order ord_a</p>" in text
    assert "Margherita<small>size: large</small><small>toppings: olives, rocket</small></td>" in text
    assert "EUR 12.50" in text
    assert "EUR 37.50" in text
    assert "EUR 75.00" in text
    for when in ("Ordered", "Confirmed", "Packed"):
        assert f"<p>{when} <time" in text
    assert "2026-11-22 10:30 UTC" in text


def test_what_was_not_packed_is_neither_listed_nor_charged() -> None:
    text = html(packed={"p": 1})
    assert "Water" not in text
    assert '<td class="amount">1</td>' in text
    assert 'Total charged</th><td class="amount">EUR 12.50</td>' in text
    assert "37.50" not in text


def test_what_no_card_takes_is_said_to_be_not_charged() -> None:
    text = html(replace(ORDER, lines=(line("p", 40),)), {"p": 1}, charged=0)
    assert 'too little for a card</th><td class="amount">EUR 0.40</td>' in text
    assert 'Total charged</th><td class="amount">EUR 0.00</td>' in text
    assert "too little" not in html()


def test_what_others_have_written_is_text_and_never_markup() -> None:
    evil = pizza(name=EVIL, options={EVIL: EVIL, "a&b": [EVIL, '"><b>']})
    text = html(replace(ORDER, lines=(evil,)), {"p": 3})
    assert "<script" not in text
    assert "<b>" not in text
    assert text.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;") == 4
    assert "a&amp;b" in text


def test_braces_in_a_name_are_left_as_they_are() -> None:
    braces = replace(ORDER, lines=(pizza(name="{total} {0}"),))
    assert "{total} {0}" in html(braces, {"p": 3})


def test_a_receipt_names_nobody() -> None:
    assert not [word for word in ("secret", "hill", "turin") if word in html().lower()]


def test_the_same_order_gives_the_same_bytes_whenever_it_is_written() -> None:
    later = replace(ORDER, head=replace(ORDER.head, status=Status.RETURNED, version=9), returned={"p": 1})
    assert html(ORDER) == html(later)
