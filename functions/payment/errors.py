"""How a payment can fail. Apart from payment.py: who only needs a name need not load the rules (0021)."""

from functions.shared.errors import AmbiguousError, BusinessError, TransientError


class PaymentDeclined(BusinessError):
    """The card, the bank or the customer said no."""


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
