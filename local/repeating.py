"""What a client of the shop does that is told to come again (contract/openapi.py, DESCRIPTION)."""

from collections.abc import Mapping

COME_AGAIN = (429, 502, 503, 504)
"""Statuses after which the very same request is repeated, with the same Idempotency-Key."""
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 4.0


def pause_before_repeat(headers: Mapping[str, str], times: int) -> float:
    """Seconds until a request is repeated that was sent `times` times.

    What the answer's Retry-After asks for at least; longer each time, since a crowd that repeats itself keeps
    the shop from what it waits for. `headers` are looked up as they are: `Retry-After`.
    """
    asked = headers.get("Retry-After", "")
    return max(float(asked) if asked.isdigit() else 0.0, growing_pause(times))


def growing_pause(times: int) -> float:
    """Seconds before something is looked at again that was looked at `times` times: doubled each time."""
    return min(FIRST_PAUSE_SECONDS * 2.0 ** min(times - 1, 10), LONGEST_PAUSE_SECONDS)
