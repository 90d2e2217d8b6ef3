"""The port to the payment provider: what any provider has to offer. Which one it is: provider.py.

    it offers                        without it
    limits are told                  an order that nobody can be charged for would be placed
    a hold is created before use     a void that comes between could not tell whether anything was begun
    a key repeats its answer         a call whose answer was lost would charge, or give back, a second time
    a key keeps its parameters       a mistake of ours would be answered as if it had been done
    a hold can be read               an event, or a lost answer, would have to be believed or guessed
    holds are listed by time         money that nobody recorded would be found by nobody
    what is taken may be less        a delivery in part would be charged in full
    what is over stays over          a void and a capture could both be told that they came first
    a decline is told apart          a silent provider would be taken for a refusal, and the order given up
    the bank can ask                 a card of 3-D Secure could not pay
    refunds name their return        a refund whose answer was lost would be made again
    refunds by hand are told apart   what a person gave back would be given back again
    disputes are listed              what a bank took would be missing, or given back beside it
    no more goes back than came      a mistake of ours would cost the shop
    events are signed                anybody could have orders looked at, at any rate

`tests/provider` asks all of this of an adapter. Every call is tried once and ends within seconds: whether to
try again is decided by those who know what the call may have done. Keys are idempotency keys; a provider may
forget them after a day. Amounts are in minor units, times in Unix seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from functions.payment.disputes import Dispute
from functions.payment.hold import Event, Hold, ProviderRefund
from functions.payment.limits import Limits
from functions.shared.money import Money


class Provider(Protocol):
    """An adapter: a module, or an object. A call raises ProviderUnavailable if it may have taken effect, also
    where no answer came, and KeyRejected if its key will always get that answer."""

    EVENTS: tuple[str, ...]
    """The types of events to subscribe to, in the provider's words."""

    def limits(self, currency: str) -> Limits:
        """What amounts of a currency (ISO 4217) the provider takes, told without asking it. Raises
        CurrencyUnknown."""

    def create_hold(self, order_id: str, amount: Money) -> Hold:
        """The order's hold, OPEN: it moves no money, and names the order. A repeat meets the same hold: the
        adapter makes its key of the order's id. Raises ProviderRefused if there can be no such hold,
        ProviderUnavailable."""

    def confirm_hold(self, hold_id: str, payment_method: str, key: str) -> Hold:
        """Have the money set aside: HELD, or ASKED while the bank asks its customer. Raises PaymentDeclined,
        for a payment method that cannot be used, too, and says why; ProviderRefused if the hold is in another
        state; ProviderUnavailable."""

    def read_hold(self, hold_id: str) -> Hold:
        """The hold as it is now. Raises HoldUnknown, ProviderUnavailable."""

    def cancel_hold(self, hold_id: str) -> Hold:
        """Let go what is held, or close what was never confirmed: GONE. Raises ProviderRefused if it is over
        or taken, ProviderUnavailable."""

    def capture_hold(self, hold_id: str, amount: int, key: str) -> Hold:
        """Take `amount` of what is held and let the rest go, once: TAKEN. Raises ProviderRefused if the hold
        is in another state or holds less, ProviderUnavailable."""

    def refund_hold(self, hold_id: str, key: str | None = None) -> None:
        """Give back all that is left of what was taken, as a void; without a key where no record has one.
        Raises ProviderRefused if there is nothing left, KeyRejected, ProviderUnavailable."""

    def refund_part(self, hold_id: str, amount: int, return_id: str, key: str) -> ProviderRefund:
        """Give `amount` back for a return, which the refund names. Raises ProviderRefused if less is left,
        KeyRejected, ProviderUnavailable."""

    def list_refunds(self, hold_id: str) -> Iterator[ProviderRefund]:
        """All refunds of a hold, newest first, whoever made them: what a partial capture let go may be one.
        Raises ProviderUnavailable."""

    def list_disputes(self, hold_id: str) -> Iterator[Dispute]:
        """All disputes of a hold, newest first. Raises ProviderUnavailable."""

    def list_disputed(self, since: int, until: int) -> Iterator[str]:
        """The ids of the holds of which disputes were opened from `since` to `until`, both included; of one
        with several, several times. Raises ProviderUnavailable."""

    def list_holds(self) -> Iterator[Hold]:
        """All holds of the account, newest first. Raises ProviderUnavailable."""

    def page_of_holds(self, since: int, until: int, after: str) -> tuple[list[Hold], str]:
        """A page of the holds that were created from `since` to `until`, both included, newest first, after
        the hold `after` if one is named; and the id to go on after, empty at the end. Raises
        ProviderUnavailable."""

    def read_event(self, body: bytes, headers: Mapping[str, Sequence[str]]) -> Event:
        """The event in a request, whose signature fits and is at most five minutes old. Raises EventRefused,
        PaymentsNotConfigured."""
