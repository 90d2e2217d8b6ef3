"""A gift code as people read and type it: 110 random bits, and two symbols that tell a typo without a lookup.

    7K2M-0RQX-...   six groups of four, in digits and capitals without I, L, O and U

The alphabet has 32 symbols. The last two say what the number before them leaves when it is divided by 1021:
that is a prime, so one wrong symbol, or two neighbours in each other's place, always leave something else.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 22
PRIME = 1021
GROUP = 4
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class Mistyped(Exception):
    """No code of this shop, nor of any other: somebody mistyped it."""


def new_code() -> str:
    """A code in capitals, in groups."""
    number = secrets.randbits(5 * SYMBOLS)
    text = _text(number, SYMBOLS) + _text(number % PRIME, 2)
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def read_code(typed: str) -> str:
    """The code in one piece, however it was typed: in small letters, with blanks, with O for 0, with I or L
    for 1. Raises Mistyped."""
    text = typed.upper().translate(_ALIKE)
    if len(text) != SYMBOLS + 2 or not set(text) <= set(ALPHABET):
        raise Mistyped
    if _number(text[:SYMBOLS]) % PRIME != _number(text[SYMBOLS:]):
        raise Mistyped
    return text


def _text(number: int, symbols: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(symbols)))


def _number(text: str) -> int:
    number = 0
    for symbol in text:
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    return number
