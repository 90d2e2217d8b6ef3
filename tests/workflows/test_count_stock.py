"""`count-stock`: what lies on the shelf is what is for sale, held, and sold and not packed yet."""

import pytest

from functions.fulfilment import count_shelf
from harness.moto.world import SKU, World
from tests.workflows.operating import Capture, refused, told

ASKING_CARD = "pm_card_authenticationRequired"


@pytest.fixture(autouse=True)
def _operator(operator: None) -> None:
    """Somebody at the commands."""


def counts(capsys: Capture, units: int) -> dict[str, int]:
    found: dict[str, int] = told(capsys, "count-stock", SKU, str(units))
    return {name: found[name] for name in ("available", "held", "unpacked", "received")}


def test_what_is_held_and_what_is_sold_and_not_packed_lies_on_the_shelf_too(
    shop: World, capsys: Capture
) -> None:
    waits = shop.places_order(ASKING_CARD, quantity=2)
    shop.run_to_rest()
    sold, work = shop.offered(quantity=3)

    assert counts(capsys, 10) == {"available": 5, "held": 2, "unpacked": 3, "received": 0}
    assert counts(capsys, 9) == {"available": 4, "held": 2, "unpacked": 3, "received": -1}

    shop.reports(work)
    shop.answers_bank_token(waits, "PaymentDeclined")
    shop.run_to_end()
    assert shop.outcome(sold)[0] == "COMPLETED"
    assert shop.stock() == {"received": 9, "available": 6, "held": 0, "sold": 3}


def test_what_is_packed_or_delivered_lies_there_no_more(shop: World, capsys: Capture) -> None:
    shop.delivered_order(2)
    assert counts(capsys, 8) == {"available": 8, "held": 0, "unpacked": 0, "received": 0}

    order_id, work = shop.offered(quantity=3)
    assert counts(capsys, 8) == {"available": 5, "held": 0, "unpacked": 3, "received": 0}
    packed = [{"line_id": SKU, "quantity": 2}]
    died = shop.fault("ReportPacking", "hangs", at="SendTaskSuccess")
    shop.report(work, lines=packed)
    died.kill()
    assert counts(capsys, 6) == {"available": 5, "held": 0, "unpacked": 1, "received": 0}

    shop.merchant().v1.payment_intents.cancel(shop.hold(order_id).hold_id)
    shop.reports(work, lines=packed)
    shop.run_to_end()  # it could not be paid for: the parcel was put back
    assert shop.outcome(order_id)[0] == "CANCELLED"
    assert counts(capsys, 8) == {"available": 8, "held": 0, "unpacked": 0, "received": 0}


def test_what_came_back_lies_there_again(shop: World, capsys: Capture) -> None:
    _, return_id = shop.sent_back()
    assert counts(capsys, 8)["received"] == 0
    shop.takes_back(return_id)
    assert counts(capsys, 9) == {"available": 9, "held": 0, "unpacked": 0, "received": 0}


def test_fewer_than_were_promised_are_refused_with_the_orders_and_what_to_do(
    shop: World, capsys: Capture
) -> None:
    order_id, work = shop.offered(quantity=3)

    said = refused(capsys, "count-stock", SKU, "2")

    assert f"0 are held for orders being paid and 3 sold and not packed: {order_id} (3)" in said
    assert "reject what it cannot pack" in said
    assert shop.stock()["received"] == 10
    shop.packs(work, "rejected")
    assert counts(capsys, 2) == {"available": 2, "held": 0, "unpacked": 0, "received": -8}


def test_an_order_that_is_packed_while_it_counts_has_it_look_again(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, work = shop.offered(quantity=3)
    looks: list[str] = []
    real = count_shelf._promised

    def promised(sku: str, left_out: set[str]) -> count_shelf.Promised:
        looks.append(sku)
        if len(looks) == 2:
            shop.packs(work)
        return real(sku, left_out)

    monkeypatch.setattr(count_shelf, "_promised", promised)

    assert counts(capsys, 7) == {"available": 7, "held": 0, "unpacked": 0, "received": 0}
    assert len(looks) == 4


def test_an_order_that_is_not_in_the_index_yet_keeps_its_units(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index lags: an order may be sold before it is found there."""
    shop.confirmed(quantity=3)
    with monkeypatch.context() as lagging:
        lagging.setattr(count_shelf.order_store, "due_times", lambda: iter(()))
        assert counts(capsys, 10) == {"available": 7, "held": 0, "unpacked": 3, "received": 0}


def test_what_is_not_sold_here_is_one_clear_line(capsys: Capture) -> None:
    assert "the shop does not sell 'calzone'" in refused(capsys, "count-stock", "calzone", "3")
    assert "a whole number from 0" in refused(capsys, "count-stock", SKU, "-1")
