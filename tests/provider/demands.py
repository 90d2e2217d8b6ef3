"""What the port (functions/payment/port.py) asks of an adapter and the provider behind it: each demand is
tried by a few calls, which end in a few words. An attempt that ends in an error ends in the error's name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from functions.payment.hold import Hold
from functions.payment.port import Provider
from functions.shared import ids
from functions.shared.money import Money

AMOUNT = 1000
PART = 300


@dataclass(frozen=True)
class Cards:
    """Payment methods: approved, declined, one that makes the bank ask, one that nobody has."""

    approved: str
    declined: str
    asking: str
    unknown: str = "pm_unknown"


@dataclass(frozen=True)
class Delivery:
    """An event as the provider sent it."""

    body: bytes
    headers: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Subject:
    """An adapter that is connected to a server. `refunds_by_hand` gives so much of a hold back as a person
    does in the provider's own pages, and tells the refund's id. `delivered` waits for the first event about a
    hold that may concern an order; None where nobody can deliver anything. `disputes` has a customer's bank
    do something about a hold (inquire, open, withdraw, win, lose, close), and tells the dispute's id; where
    nobody can deliver, nobody can do that, either."""

    name: str
    provider: Provider
    cards: Cards
    unknown_hold: str
    refunds_by_hand: Callable[[str, int], str]
    delivered: Callable[[str], Delivery] | None = None
    disputes: Callable[[str, str], str] | None = None

    def created(self) -> Hold:
        return self.provider.create_hold(f"ord_{ids.new_key()}", Money(AMOUNT))

    def confirmed(self, payment_method: str = "") -> Hold:
        card = payment_method or self.cards.approved
        return self.provider.confirm_hold(self.created().hold_id, card, ids.new_key())

    def captured(self, amount: int = AMOUNT) -> Hold:
        return self.provider.capture_hold(self.confirmed().hold_id, amount, ids.new_key())

    def cancelled(self) -> Hold:
        return self.provider.cancel_hold(self.confirmed().hold_id)


@dataclass(frozen=True)
class Demand:
    """`row` is the port's, `expects` how the attempt has to end. `hears`: it needs events
    to be delivered, or banks to act."""

    row: str
    name: str
    expects: str
    attempt: Callable[[Subject], str]
    hears: bool = False

    def found(self, subject: Subject) -> str:
        try:
            return self.attempt(subject)
        except Exception as error:  # noqa: BLE001 - every error is a finding
            return type(error).__name__


def told(hold: Hold) -> str:
    return f"{hold.status}: {hold.holds} held, {hold.captured} captured, {hold.refunded} given back"


def same(one: object, other: object) -> str:
    return "the same" if one == other else "another one"
