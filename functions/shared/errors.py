"""The three kinds of errors. The state machines catch by class name, so a name is part of the contract.

- *Business*: the answer is no; asking again gives the same answer. Never retried.
- *Transient*: nothing happened; asking again may work. Retried with backoff.
- *Ambiguous*: the effect may have happened; the owner of the truth is asked before anything is decided.
"""

import re

_DATA = (
    re.compile(r"'[^']*'|\"[^\"]*\""),  # what an exception quotes is what it was raised about
    re.compile(r"(?<![^\s@])[^\s@]++@\S+"),  # addresses; tried from where a word begins, or it takes for ever
    re.compile(r"(?<!\w)\w+?_secret_\w+"),
    re.compile(r"(?<!\w)\+?\d[\d -]{7,}\d(?!\w)"),  # cards, telephones
)


def without_data(text: str) -> str:
    """An error's text without what it was about: what is quoted in it, addresses, card and telephone numbers,
    client secrets."""
    for data in _DATA:
        text = data.sub("...", text)
    return text


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
