"""How long a deployment waits: one profile of numbers, chosen by name (`-c patience=brisk`)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Patience:
    """How long a customer, a warehouse and a compensation are waited for.

    `compensation_attempts` with backoff from 2 s, doubling up to 900 s: 105 tries are a day.
    `capture_attempts` likewise, up to 300 s: 20 tries are an hour.
    `packing_seconds`: how long a warehouse has for an order in all. `silence_seconds`: an order is given up
    once the warehouse was not heard, about any order, for so long; a busy one is heard, so its backlog may
    take its time.
    `hold_margin_seconds`: packing ends so long before the hold on the card does.
    `due_seconds`: an order that is undecided, or an amount that is owed, for longer is looked after by the
    sweep; `return_due_seconds`: so often it looks after a return, which may wait for its inspection for
    weeks.
    `second_card_seconds`: a checkout that failed is not told of by mail before, as most customers pay with
    another card meanwhile.
    """

    customer_action_seconds: int
    compensation_attempts: int
    capture_attempts: int
    due_seconds: int
    packing_seconds: int
    silence_seconds: int
    hold_margin_seconds: int
    inspection_seconds: int
    return_due_seconds: int
    second_card_seconds: int


DAY = 24 * 60 * 60
BRISK = Patience(
    customer_action_seconds=20,
    compensation_attempts=5,
    capture_attempts=4,
    due_seconds=60,
    packing_seconds=60 * 60,
    silence_seconds=60,
    hold_margin_seconds=10,
    inspection_seconds=DAY,
    return_due_seconds=60,
    second_card_seconds=5,
)
PATIENCE = {
    "standard": Patience(
        customer_action_seconds=900,
        compensation_attempts=105,
        capture_attempts=20,
        due_seconds=1800,
        packing_seconds=6 * DAY,
        silence_seconds=DAY,
        hold_margin_seconds=DAY,
        inspection_seconds=30 * DAY,
        return_due_seconds=DAY,
        second_card_seconds=300,
    ),
    "brisk": BRISK,
    # For tests of a running shop: on a slow machine a customer and a warehouse must still come in time.
    "unhurried": replace(BRISK, customer_action_seconds=60, silence_seconds=30 * 60),
}
