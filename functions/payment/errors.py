"""How a payment can fail, and what a provider can answer. Apart from the rules and the port: who only needs a
name need load neither (0021)."""

from functions.payment.decline import Decline
from functions.shared.errors import AmbiguousError, BusinessError, TransientError


class PaymentDeclined(BusinessError):
    """The card, the bank or the customer said no. `why`, where it is known."""

    def __init__(self, text: str, why: Decline | None = None) -> None:
        super().__init__(text)
        self.why = why


class PaymentRefused(BusinessError):
    """The provider takes no such payment at all, for a reason that is neither the card's nor the customer's:
    an amount that it does not take, an account that may not charge."""


class CustomerActionRequired(BusinessError):
    """The bank asks the customer first (3-D Secure)."""


class HoldLost(BusinessError):
    """The money is no longer held (expired, or let go by hand): nothing can be captured."""


class PaymentsNotConfigured(TransientError):
    """There is no usable key for the provider where it should be."""


class PaymentsUnavailable(TransientError):
    """The provider has not been answering for a while: nothing new is begun. `seconds`: until to come
    again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"no answer from the payment provider; again in {seconds} s")
        self.seconds = seconds


class PaymentInProgress(TransientError):
    """Another invocation is authorizing this order at this moment."""


class ProviderUnavailable(AmbiguousError):
    """The provider did not answer, or answered that it broke: it may or may not have acted."""


class KeyRejected(ProviderUnavailable):
    """The provider broke on this idempotency key, and will say so again for the same key."""


class ProviderRefused(Exception):
    """The provider refuses this call, most often because the hold is in another state: read it again."""


class HoldUnknown(ProviderRefused):
    """There is no such hold in this account, or not in this mode (live, test)."""


class EventRefused(Exception):
    """Not an event of the provider's, or an old one; deliberately without a reason."""
