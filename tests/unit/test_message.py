"""What customers are told, in which words, and of what they are told nothing."""

from dataclasses import replace
from typing import Any

import pytest

from functions.checkout.bodies import CheckoutBody
from functions.conversation.bus import ANSWERED
from functions.notification.giving_back import ReturnNews
from functions.notification.message import KINDS, AnswerNews, Kind, Message, Notice, compose, notice_of
from functions.order.history import STEPS
from functions.order.order import Order, Reason, Status
from functions.shared.money import Money
from harness.customers import ADDRESS
from tests.unit.test_receipt import ORDER


def detail(**data: Any) -> dict[str, Any]:
    return {"order_id": "ord_a", "number": 2, "at": "2026-11-22T10:00:00.000Z", "data": data}


def told(kind: Kind, order: Order = ORDER, **more: Any) -> Message:
    message = compose(Notice("ord_a", kind, **more), order)
    assert message is not None
    assert message.text.startswith("Hello,\n\n")
    assert message.text.endswith("\n\nOrder ord_a\n")
    assert message.subject.endswith("(ord_a)")
    assert message.subject.isprintable()
    assert not set("<>{}") & set(message.text)
    return message


def test_customers_are_told_of_events_that_there_are() -> None:
    assert KINDS.keys() - STEPS.keys() == {ANSWERED}
    assert sorted(KINDS.values()) == sorted(Kind)


@pytest.mark.parametrize("event_type", sorted(STEPS.keys() - KINDS.keys()))
def test_nobody_is_told_of_anything_else(event_type: str) -> None:
    assert notice_of(event_type, detail()) is None


def test_a_refund_is_told_apart_by_its_return() -> None:
    data = {"return_id": "ret_1", "lines": {"p": 1}, "declined": {}, "refund": Money(1250).as_dict()}
    data["given_back"] = Money(0).as_dict()
    notice = notice_of("ReturnRefunded", detail(**data))
    assert notice is not None
    assert notice.name == "ord_a-refunded-ret_1"
    other = notice_of("OrderConfirmed", detail())
    assert other is not None
    assert other.name == "ord_a-confirmed"


def test_who_was_answered_is_told_so_once_for_each_burst_and_not_what_was_said() -> None:
    notice = notice_of(ANSWERED, detail(conversation="ord_a", seq=3))
    assert notice is not None
    assert notice.name == "ord_a-answered-ord_a-3"
    message = told(Kind.ANSWERED, news=notice.news)
    assert message.subject == "You have a message from us (ord_a)"


def test_an_answer_about_no_order_names_none() -> None:
    message = compose(Notice("ord_a", Kind.ANSWERED, AnswerNews("support-own_ada", 2)), ORDER)
    assert message is not None
    assert message.subject == "You have a message from us"
    assert "ord_a" not in message.text


def test_who_ordered_is_told_what_and_what_it_costs() -> None:
    text = told(Kind.CONFIRMED).text
    assert "  3 x Margherita, EUR 37.50\n  3 x Water, EUR 37.50\n" in text
    assert "Total: EUR 75.00." in text


def test_who_is_sent_an_order_is_told_what_was_charged() -> None:
    text = told(Kind.SHIPPED, replace(ORDER, delivered={"p": 3, "w": 3}, charged=7500)).text
    assert "Charged: EUR 75.00." in text
    assert "missing" not in text


def test_who_is_sent_a_part_is_told_so_and_of_no_more_than_was_charged() -> None:
    text = told(Kind.SHIPPED, replace(ORDER, delivered={"p": 2}, charged=2500)).text
    assert "  2 x Margherita, EUR 25.00\n" in text
    assert "Water" not in text
    assert "Charged: EUR 25.00." in text
    assert "What is missing could not be packed" in text


def test_who_has_nothing_to_pay_is_told_of_no_card() -> None:
    free = replace(ORDER, total=Money(0), delivered={"p": 3, "w": 3})
    for kind in (Kind.CONFIRMED, Kind.SHIPPED, Kind.CANCELLED):
        text = told(kind, free).text
        assert "card" not in text
        assert "nothing" in text
    back = told(Kind.REFUNDED, free, news=ReturnNews("ret_1", {"p": 1}, {}, Money(0), Money(0))).text
    assert "card" not in back
    assert "nothing to refund" in back
    assert "Return ret_1" in back


def cancelled(reason: Reason | None, *, confirmed: bool) -> Message:
    confirmed_at = "2026-11-22T10:00:00.000Z" if confirmed else None
    head = replace(ORDER.head, status=Status.CANCELLED, reason=reason)
    return told(Kind.CANCELLED, replace(ORDER, head=head, confirmed_at=confirmed_at))


@pytest.mark.parametrize("reason", [*Reason, None])
def test_who_loses_an_order_that_was_confirmed_is_told_that_it_is_cancelled_and_costs_nothing(
    reason: Reason | None,
) -> None:
    message = cancelled(reason, confirmed=True)
    assert message.subject.startswith("Your order is cancelled")
    assert "You pay nothing" in message.text
    assert "cart" not in message.text


@pytest.mark.parametrize("reason", [*Reason, None])
def test_whose_order_was_never_taken_is_told_that_nothing_was_charged_and_that_the_cart_is_kept(
    reason: Reason | None,
) -> None:
    message = cancelled(reason, confirmed=False)
    assert message.subject.startswith("Your order is cancelled") == (reason is Reason.CANCELLED_BY_CUSTOMER)
    assert "Nothing was charged" in message.text
    assert "Your cart is as you left it" in message.text


@pytest.mark.parametrize(
    ("reason", "confirmed", "subject", "happened", "do"),
    [
        (Reason.PAYMENT_DECLINED, False, "payment was declined", "card was declined", "with another card"),
        (Reason.OUT_OF_STOCK, False, "not enough in stock", "not enough in stock", "change what is short"),
        (Reason.CHECKOUT_FAILED, False, "could not take", "wrong on our side", "check out again"),
        (Reason.CANCELLED_BY_CUSTOMER, False, "is cancelled", "as you asked", "order again"),
        (Reason.CANCELLED_BY_CUSTOMER, True, "is cancelled", "as you asked", "You pay nothing"),
        (Reason.PAYMENT_DECLINED, True, "could not be charged", "no longer held", "with another card"),
        (Reason.REJECTED_BY_SHOP, True, "cannot deliver", "could not pack", "something else"),
        (Reason.NOT_PACKED_IN_TIME, True, "too slow", "in time", "order again"),
        (Reason.CHECKOUT_FAILED, True, "could not complete", "wrong on our side", "order again"),
    ],
)
def test_each_reason_says_what_happened_and_what_to_do(
    reason: Reason, confirmed: bool, subject: str, happened: str, do: str
) -> None:
    message = cancelled(reason, confirmed=confirmed)
    assert subject in message.subject
    assert happened in message.text
    assert do in message.text


def test_who_is_paid_back_is_told_how_much() -> None:
    text = told(Kind.REFUNDED, news=ReturnNews("ret_1", {"p": 2}, {}, Money(123_456), Money(0))).text
    assert "  2 x Margherita\n" in text
    assert "refunded EUR 1,234.56 to your card" in text
    assert "Return ret_1" in text
    assert "could not accept" not in text


@pytest.mark.parametrize(
    ("refund", "given_back", "words"),
    [(0, 2500, "We gave EUR 25.00 back to you."), (0, 0, "You got the money for it back before.")],
)
def test_who_was_paid_back_by_other_ways_is_not_told_of_a_card(
    refund: int, given_back: int, words: str
) -> None:
    news = ReturnNews("ret_1", {"p": 2}, {}, Money(refund), Money(given_back))
    text = told(Kind.REFUNDED, replace(ORDER, charged=2500), news=news).text
    assert words in text
    assert "card" not in text


@pytest.mark.parametrize(
    ("amount", "subject"), [(2500, "Your refund is on its way"), (0, "Your return is here")]
)
@pytest.mark.parametrize("otherwise", [False, True])
def test_a_return_that_is_worth_nothing_announces_no_refund(
    amount: int, subject: str, otherwise: bool
) -> None:
    parts = (Money(0), Money(amount)) if otherwise else (Money(amount), Money(0))
    assert subject in told(Kind.REFUNDED, news=ReturnNews("ret_1", {"p": 2}, {}, *parts)).subject


def test_who_was_refunded_by_hand_before_is_not_told_of_another_refund() -> None:
    data = {"return_id": "ret_1", "lines": {"p": 2}, "refund": Money(0).as_dict()}
    data |= {"declined": {}, "given_back": Money(500).as_dict(), "by_hand": "re_1"}
    notice = notice_of("ReturnRefunded", detail(**data))
    assert notice is not None
    message = told(Kind.REFUNDED, news=notice.news)
    assert "Your return is here" in message.subject
    assert "We refunded EUR 5.00 for it to your card before, and told you so then." in message.text
    assert message.text.count("EUR 5.00") == 1


def test_whose_delivery_is_paid_back_is_told_how_much_of_the_refund_that_is() -> None:
    data = {"return_id": "ret_1", "lines": {"p": 1}, "declined": {}, "given_back": Money(0).as_dict()}
    data |= {"refund": Money(1696).as_dict(), "delivery": Money(598).as_dict()}
    notice = notice_of("ReturnRefunded", detail(**data))
    assert notice is not None
    text = told(Kind.REFUNDED, news=notice.news).text
    assert "We refunded EUR 16.96 to your card." in text
    assert "EUR 5.98 of that is what you paid for its delivery." in text
    assert text.count("EUR") == 2


def test_whose_refund_by_hand_fails_is_told_that_it_did_not_arrive() -> None:
    data = {"refund_id": "re_1", "amount": Money(500).as_dict()}
    made, failed = (notice_of(one, detail(**data)) for one in ("OrderRefunded", "OrderRefundFailed"))
    assert made is not None
    assert failed is not None
    assert (made.name, failed.name) == ("ord_a-refunded_by_hand-re_1", "ord_a-refund_failed-re_1")
    message = told(failed.kind, news=failed.news)
    assert "did not arrive" in message.subject
    assert "we refunded EUR 5.00 to your card, and told you so. It did not arrive" in message.text


def amount_refunded(card: int = 0, credit: int = 0, given_back: int = 0) -> Message:
    amounts = {"card": card, "credit": credit, "given_back": given_back}
    data = {name: Money(amount).as_dict() for name, amount in amounts.items()}
    notice = notice_of("AmountRefunded", detail(refund_id="rfd_1", why="It came cold.", **data))
    assert notice is not None
    assert notice.name == "ord_a-refunded_amount-rfd_1"
    return told(notice.kind, news=notice.news)


@pytest.mark.parametrize(
    ("amounts", "sentences"),
    [
        ({"card": 500}, ["We refunded EUR 5.00 to your card."]),
        ({"credit": 500}, ["We added EUR 5.00 to your credit in the shop"]),
        ({"given_back": 500}, ["We gave EUR 5.00 back to you."]),
        ({"card": 300, "credit": 200}, ["We refunded EUR 3.00 to your card.", "We added EUR 2.00"]),
    ],
)
def test_who_is_given_an_amount_back_is_told_why_and_which_way(
    amounts: dict[str, int], sentences: list[str]
) -> None:
    message = amount_refunded(**amounts)
    assert message.subject == "Your refund is on its way (ord_a)"
    assert "we give money back for your order: It came cold." in message.text
    assert [one in message.text for one in sentences] == [True] * len(sentences)
    assert message.text.count("EUR") == len(sentences)


def test_whose_return_becomes_credit_is_told_so() -> None:
    news = ReturnNews("ret_1", {"p": 1}, {}, Money(1000), Money(0), credit=Money(250))
    text = told(Kind.REFUNDED, news=news).text
    assert "We refunded EUR 10.00 to your card." in text
    assert "We added EUR 2.50 to your credit in the shop" in text


def test_who_is_paid_back_for_a_part_is_told_which_and_why() -> None:
    news = ReturnNews("ret_1", {"p": 1}, {"w": 2}, Money(1250), Money(0), "Two bottles were opened.")
    text = told(Kind.REFUNDED, news=news).text
    assert "We could not accept the return of:\n\n  2 x Water\n\nTwo bottles were opened.\n" in text


def test_who_is_paid_nothing_back_is_told_so_and_why() -> None:
    data = {"return_id": "ret_1", "lines": {"w": 1}, "note": "It was opened."}
    notice = notice_of("ReturnRejected", detail(**data))
    assert notice is not None
    assert notice.name == "ord_a-turned_down-ret_1"
    text = told(Kind.TURNED_DOWN, news=notice.news).text
    assert "  1 x Water\n\nIt was opened.\n" in text
    assert "EUR" not in text


def test_who_has_acted_already_is_not_asked_to() -> None:
    pending = replace(ORDER, head=replace(ORDER.head, status=Status.PENDING))
    assert "bank" in told(Kind.ACTION_NEEDED, pending).text
    assert compose(Notice("ord_a", Kind.ACTION_NEEDED), ORDER) is None


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "EUR 0.00"), (5, "EUR 0.05"), (99, "EUR 0.99"), (100_000, "EUR 1,000.00"), (-1250, "EUR -12.50")],
)
def test_amounts_are_written_for_people(amount: int, text: str) -> None:
    assert Money(amount).text() == text


def test_a_request_without_an_address_is_compared_as_before_there_were_addresses() -> None:
    given = {
        "payment_method": "pm_card_visa",
        "expected_total": {"amount": 250, "currency": "EUR"},
        "shipping_address": ADDRESS,
    }
    assert "email" not in CheckoutBody.model_validate(given).compared()
    assert CheckoutBody.model_validate(given | {"email": "a@b.it"}).compared()["email"] == "a@b.it"


def test_a_request_without_a_payment_method_leaves_no_trace_of_one() -> None:
    given = {"expected_total": {"amount": 0, "currency": "EUR"}, "shipping_address": ADDRESS}
    assert "payment_method" not in CheckoutBody.model_validate(given).compared()
    card = CheckoutBody.model_validate(given | {"payment_method": "pm_1"})
    assert card.compared()["payment_method"] == "pm_1"


def test_a_link_leads_to_the_order_from_every_message_that_is_about_it() -> None:
    link = "https://shop.example/orders/ord_a#key=k"
    about, support = AnswerNews("ord_a", 2), AnswerNews("support-own_ada", 2)
    told = compose(Notice("ord_a", Kind.CONFIRMED), ORDER, link)
    assert told
    assert told.text.endswith(f"Order ord_a\n\nSee it, and write to us about it: {link}\n")
    for news, linked in ((about, ORDER.order_id == "ord_a"), (support, False)):
        answered = compose(Notice("ord_a", Kind.ANSWERED, news), ORDER, link)
        assert answered
        assert (link in answered.text) is linked
