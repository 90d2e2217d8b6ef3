"""Telling customers: once each, whatever comes twice or fails once, and nobody who gave no address."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency.exceptions import IdempotencyAlreadyInProgressError
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.checkout.abandon_order import abandon_order
from functions.checkout.close_order import close_order
from functions.notification import mail, notify, on_failed_checkouts
from functions.notification import on_order_events as handler
from functions.order.order import Reason
from functions.session.order_link import check_key
from functions.session.store import key_ring
from functions.shared import clock
from functions.shared.money import Money
from functions.shared.table import scan
from tests.handlers import saga
from tests.handlers.guests import Guest, merge
from tests.handlers.shop import Shop, context

ADDRESS = "ada@example.com"
REFUND = Money(250).as_dict()


@pytest.fixture(autouse=True)
def outbox(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MAIL_SENDER", "")
    monkeypatch.setenv("OUTBOX_FOLDER", str(tmp_path / "outbox"))
    monkeypatch.setenv("SHOP_URL", "")
    notify._sending.cache_clear()
    yield tmp_path / "outbox"
    notify._sending.cache_clear()


@pytest.fixture
def order_id(shop: Shop) -> str:
    return confirmed(shop, email=ADDRESS)


class Ses:
    """Takes mails; breaks first, as often as it is told to. `meanwhile` happens while it sends."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.errors: list[Exception] = []
        self.meanwhile: Any = None

    def send_email(self, **mail: Any) -> dict[str, str]:
        if self.errors:
            raise self.errors.pop()
        if self.meanwhile:
            self.meanwhile()
        self.sent.append(mail)
        return {"MessageId": "1"}


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Ses:
    ses = Ses()
    monkeypatch.setenv("MAIL_SENDER", "shop@example.com")
    monkeypatch.setattr(mail, "_client", lambda: ses)
    return ses


def confirmed(shop: Shop, **body: Any) -> str:
    shop.stock("water", 10)
    order_id = shop.buys(**body)
    saga.confirm(order_id)
    return order_id


def comes(order_id: str, event_type: str = "OrderConfirmed", **data: Any) -> None:
    detail = {"order_id": order_id, "number": 2, "at": "", "data": data, "schema_version": 2}
    event = {"source": "paidonce.orders", "detail-type": event_type, "detail": detail}
    handler.handle(json.loads(json.dumps(event)), context())


def names(outbox: Path) -> list[str]:
    return sorted(path.name for path in outbox.iterdir()) if outbox.is_dir() else []


def test_a_message_is_one_file_named_after_what_it_is_about(outbox: Path, order_id: str) -> None:
    comes(order_id)
    assert names(outbox) == [f"{order_id}-confirmed.txt"]
    text = (outbox / f"{order_id}-confirmed.txt").read_text()
    assert text.startswith(f"To: {ADDRESS}\nSubject: Your order is confirmed ({order_id})\n\nHello,\n")
    assert "1 x Water, EUR 2.50" in text


def test_an_event_that_comes_again_tells_nobody_again(order_id: str, ses: Ses) -> None:
    for _ in range(3):
        comes(order_id)
    assert len(ses.sent) == 1


def test_it_is_remembered_who_was_told_for_longer_than_an_event_can_wait(order_id: str, ses: Ses) -> None:
    """A dead letter is kept for fourteen days, and may be redriven on the last of them."""
    comes(order_id)
    (kept,) = [item for item in scan("IDEMPOTENCY_TABLE") if str(item["id"]).startswith("notify")]
    assert kept["expiration"] > time.time() + 14 * 24 * 3600


def test_each_refund_of_an_order_is_told_once(order_id: str, ses: Ses) -> None:
    for return_id in ("ret_1", "ret_2", "ret_1"):
        comes(order_id, "ReturnRefunded", return_id=return_id, lines={"w": 1}, refund=REFUND)
    comes(order_id)
    assert [one["Content"]["Simple"]["Subject"]["Data"] for one in ses.sent] == [
        f"Your refund is on its way ({order_id})",
        f"Your refund is on its way ({order_id})",
        f"Your order is confirmed ({order_id})",
    ]


def test_each_burst_of_answers_is_told_once(order_id: str, ses: Ses) -> None:
    for seq in (2, 2, 5):
        comes(order_id, "ConversationAnswered", conversation=order_id, seq=seq)
    assert [one["Content"]["Simple"]["Subject"]["Data"] for one in ses.sent] == [
        f"You have a message from us ({order_id})",
        f"You have a message from us ({order_id})",
    ]


def test_of_two_events_beside_each_other_one_is_told_and_the_other_comes_again(
    order_id: str, ses: Ses
) -> None:
    failed: list[IdempotencyAlreadyInProgressError] = []

    def other() -> None:
        ses.meanwhile = None
        thread = threading.Thread(target=beside)
        thread.start()
        thread.join()

    def beside() -> None:
        try:
            comes(order_id)
        except IdempotencyAlreadyInProgressError as busy:
            failed.append(busy)

    ses.meanwhile = other
    comes(order_id)
    assert len(failed) == 1
    comes(order_id)
    assert len(ses.sent) == 1


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ADDRESS}}, "SendEmail"),
        ReadTimeoutError(endpoint_url="https://email.test"),
    ],
)
def test_a_send_that_failed_is_not_remembered_as_done(order_id: str, ses: Ses, error: Exception) -> None:
    ses.errors = [error]
    with pytest.raises(mail.MailNotSent):
        comes(order_id)
    comes(order_id)
    comes(order_id)
    assert len(ses.sent) == 1


def test_a_mail_goes_from_the_sender_to_the_customer_in_plain_text_and_not_to_the_outbox(
    order_id: str, ses: Ses, outbox: Path
) -> None:
    comes(order_id)
    (sent,) = ses.sent
    assert sent["FromEmailAddress"] == "shop@example.com"
    assert sent["Destination"] == {"ToAddresses": [ADDRESS]}
    assert sent["Content"]["Simple"]["Body"].keys() == {"Text"}
    assert names(outbox) == []


def test_who_gave_no_address_is_told_nothing(shop: Shop, ses: Ses, outbox: Path) -> None:
    comes(confirmed(shop))
    assert ses.sent == []
    assert names(outbox) == []


def test_without_sender_and_outbox_nothing_happens(order_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOX_FOLDER", "")
    comes(order_id)


def test_a_message_that_is_in_the_outbox_stays_as_it_is(outbox: Path, order_id: str) -> None:
    outbox.mkdir()
    (outbox / f"{order_id}-confirmed.txt").write_text("as it was")
    comes(order_id)
    assert names(outbox) == [f"{order_id}-confirmed.txt"]
    assert (outbox / f"{order_id}-confirmed.txt").read_text() == "as it was"


def test_who_loses_an_order_is_told_why(shop: Shop, ses: Ses) -> None:
    order_id = shop.buys(email=ADDRESS)
    saga.cancel(order_id, Reason.OUT_OF_STOCK)
    comes(order_id, "OrderCancelled", reason="out-of-stock")
    (sent,) = ses.sent
    assert "not enough in stock" in sent["Content"]["Simple"]["Body"]["Text"]["Data"]


def declined(shop: Shop, key: str = "first", owner: str = "own_ada") -> str:
    order_id = shop.buys(owner, key=key, email=ADDRESS)
    saga.cancel(order_id, Reason.PAYMENT_DECLINED)
    return order_id


def subjects(ses: Ses) -> list[str]:
    return [one["Content"]["Simple"]["Subject"]["Data"] for one in ses.sent]


def test_whose_card_was_declined_is_told_so_and_where_the_cart_is(shop: Shop, ses: Ses) -> None:
    order_id = declined(shop)
    comes(order_id, "OrderCancelled", reason="payment-declined")
    assert subjects(ses) == [f"Your payment was declined ({order_id})"]
    assert "Your cart is as you left it" in ses.sent[0]["Content"]["Simple"]["Body"]["Text"]["Data"]


@pytest.mark.parametrize("paid", [False, True])
def test_who_has_checked_the_cart_out_again_hears_no_more_of_a_declined_card(
    shop: Shop, ses: Ses, paid: bool
) -> None:
    """Undecided, the second order tells by itself what becomes of it."""
    shop.stock("water", 10)
    order_id = declined(shop)
    second = shop.buys(key="second")
    if paid:
        saga.confirm(second)
    comes(order_id, "OrderCancelled", reason="payment-declined")
    assert ses.sent == []


def test_who_paid_meanwhile_and_is_shopping_again_hears_no_more_of_a_declined_card(
    shop: Shop, ses: Ses
) -> None:
    shop.stock("water", 10)
    order_id = declined(shop)
    saga.confirm(shop.buys(key="second"))
    shop.put("w")
    comes(order_id, "OrderCancelled", reason="payment-declined")
    assert ses.sent == []


def test_whose_second_card_was_declined_too_is_told_of_both(shop: Shop, ses: Ses) -> None:
    first, second = declined(shop), declined(shop, "second")
    for order_id in (first, second):
        comes(order_id, "OrderCancelled", reason="payment-declined")
    assert len(ses.sent) == 2


def test_who_bought_before_and_is_declined_now_is_told(shop: Shop, ses: Ses) -> None:
    confirmed(shop)
    comes(declined(shop), "OrderCancelled", reason="payment-declined")
    assert len(ses.sent) == 1


@pytest.mark.parametrize(("paid", "told"), [(True, 0), (False, 1)])
def test_who_logged_in_and_paid_there_hears_no_more_of_what_the_guest_was_declined(
    shop: Shop, ses: Ses, guest: Guest, paid: bool, told: int
) -> None:
    shop.stock("water", 10)
    confirmed(shop)  # what was bought before does not count
    order_id = declined(shop, owner=guest.owner)
    assert merge(shop, guest).status == 200
    if paid:
        saga.confirm(shop.check_out(key="second").body["order_id"])
    comes(order_id, "OrderCancelled", reason="payment-declined")
    assert len(ses.sent) == told


def test_who_cancelled_is_told_so_whatever_was_bought_since(shop: Shop, ses: Ses) -> None:
    shop.stock("water", 10)
    order_id = shop.buys(key="first", email=ADDRESS)
    abandon_order(order_id, Reason.CANCELLED_BY_CUSTOMER)
    close_order(order_id)
    saga.confirm(shop.buys(key="second"))
    comes(order_id, "OrderCancelled", reason="cancelled-by-customer")
    assert subjects(ses) == [f"Your order is cancelled ({order_id})"]


def test_what_has_passed_meanwhile_is_told_to_nobody(order_id: str, ses: Ses) -> None:
    """The bank asked, and by the time that this is told the order is confirmed."""
    comes(order_id, "OrderActionRequired")
    assert ses.sent == []


def test_an_event_of_no_concern_to_customers_is_left_alone(order_id: str, ses: Ses) -> None:
    comes(order_id, "OrderFulfilling")
    assert ses.sent == []


def test_a_mail_links_to_its_order_by_a_key_that_opens_it(
    order_id: str, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_URL", "https://shop.example/")
    comes(order_id)
    (mail_text,) = [path.read_text() for path in outbox.iterdir()]
    (link,) = [word for word in mail_text.split() if word.startswith("https://")]
    page, _, key = link.partition("#key=")
    assert page == f"https://shop.example/orders/{order_id}"
    check_key(order_id, key, key_ring(), clock.now())


def test_the_address_stays_out_of_logs_metrics_and_events(
    shop: Shop, order_id: str, ses: Ses, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    refused = {"Error": {"Code": "MessageRejected", "Message": f"{ADDRESS} is not verified"}}
    ses.errors = [ClientError(refused, "SendEmail")]
    with pytest.raises(mail.MailNotSent) as caught:
        comes(order_id)
    comes(order_id)
    shown = shop.call(f"GET /orders/{order_id}").text
    printed = capsys.readouterr()
    assert "customer not told" in caplog.text + printed.out
    for text in (printed.out, printed.err, caplog.text, shown, str(caught.value), repr(caught.value)):
        assert ADDRESS not in text


HALF_AN_ADDRESS = ("", "ada", "ada@", "@example.com", "ada@example")
MISSPELT = ("ada@@example.com", "ada@example..com", ".ada@example.com", "ada@-example.com", "ädä@example.com")
TOO_MUCH = ("ada lovelace@example.com", "Ada <ada@example.com>", "a@b.c, d@e.f")
SMUGGLED = ("ada@example.com\n", "ada@example.com\r\nBcc: all@example.com")
TOO_LONG = ("ada@" + "a." * 125 + "com", "x" * 65 + "@example.com")


@pytest.mark.parametrize(
    "email", [*HALF_AN_ADDRESS, *MISSPELT, *TOO_MUCH, *SMUGGLED, *TOO_LONG, 5, [ADDRESS], {}]
)
def test_what_is_no_address_is_refused(shop: Shop, email: Any) -> None:
    shop.put("w")
    assert shop.check_out(email=email).refusal == (422, "invalid-request")


@pytest.mark.parametrize("email", [ADDRESS, "a.b+c@mail.example.co.uk", "o'neil@x-y.io", None])
def test_what_is_an_address_or_none_is_taken(shop: Shop, email: Any) -> None:
    assert shop.buys(email=email)


def test_the_same_key_with_another_address_is_another_request(shop: Shop) -> None:
    shop.buys(email=ADDRESS)
    assert shop.check_out(email=ADDRESS).status == 202
    assert shop.check_out(email="eve@example.com").refusal == (422, "idempotency-key-reused")
    assert shop.check_out().refusal == (422, "idempotency-key-reused")


def test_no_address_is_the_same_request_whether_it_is_said_or_not(shop: Shop) -> None:
    shop.buys()
    assert shop.check_out(email=None).status == 202


def test_failed_checkouts_are_told_of_from_their_queue_each_failing_alone(shop: Shop, ses: Ses) -> None:
    order_id = declined(shop)
    event = {"detail-type": "OrderCancelled", "detail": {"order_id": order_id, "data": {}}}
    bodies = [json.dumps(event), "no event", json.dumps(event)]
    records = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
    answer = on_failed_checkouts.handle({"Records": records}, context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert subjects(ses) == [f"Your payment was declined ({order_id})"]
