"""Amounts that are called exact: whole numbers and fractions of them, never floats.

Floats round at each step, and Python 3.12 sums them otherwise than Python 3.11 does, so what is printed of
them may differ by the Python that counted.
"""

from fractions import Fraction

Exact = int | Fraction


def rounded(value: Exact, digits: int) -> str:
    """With so many digits after the point and commas between thousands; a half goes to the even neighbour."""
    units = 10**digits
    scaled = abs(round(value * units))
    whole, rest = divmod(scaled, units)
    sign = "-" if scaled and value < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")


def plain(value: Exact) -> str:
    """As people write it: `0.03`, `648000`. Only for what has no more than ten digits."""
    return f"{float(value):.10g}"
