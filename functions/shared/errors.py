"""The three kinds of errors. The state machines catch by class name, so a name is part of the contract.

- *Business*: the answer is no; asking again gives the same answer. Never retried.
- *Transient*: nothing happened; asking again may work. Retried with backoff.
- *Ambiguous*: the effect may have happened; the owner of the truth is asked before anything is decided.
"""


class BusinessError(Exception):
    """A no that a shopkeeper would understand."""


class TransientError(Exception):
    """Try again later; nothing was done."""


class AmbiguousError(TransientError):
    """Try again later; whether it was done is known only to the one who was asked."""


class KeyReused(BusinessError):
    """The idempotency key stands for another request."""


class OrderClosing(BusinessError):
    """The order is fenced (CANCELLING or CANCELLED): nothing may be added to it any more."""
