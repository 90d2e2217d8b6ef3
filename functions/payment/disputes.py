"""Rules of disputes: a customer asks the bank, not us, to have a charge back, and the bank decides.

    state     what it has come to                        its money
    INQUIRY   the bank asks, and takes nothing yet       with the shop
    OPEN      the bank has yet to decide                 with the shop, or taken until it is decided
    WON       the charge stands                          given back to the shop, soon if not yet
    LOST      the customer has it back                   taken for good
    CLOSED    an inquiry of which nothing came           with the shop

What a dispute takes is neither a refund nor missing. While one is OPEN nothing is given back beside it: the
customer would have the money twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class DisputeState(StrEnum):
    INQUIRY = "INQUIRY"
    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"
    CLOSED = "CLOSED"


_GOES_ON = (DisputeState.INQUIRY, DisputeState.OPEN)


@dataclass(frozen=True)
class Dispute:
    """A dispute of a hold, as the provider shows it: `amount` is what it is about, and `taken` what the bank
    has of it now, in minor units; `opened_at` in RFC 3339."""

    dispute_id: str
    amount: int
    state: DisputeState
    taken: int
    opened_at: str


def standing(disputes: Iterable[Dispute]) -> dict[str, Dispute]:
    """By their ids."""
    return {one.dispute_id: one for one in disputes}


def taken_by(disputes: Mapping[str, Dispute]) -> int:
    """What these have taken of the shop's money, in minor units."""
    return sum(one.taken for one in disputes.values())


def unsettled(disputes: Mapping[str, Dispute]) -> bool:
    """Whether something is still to come of one: a decision, or money that the shop is to have again."""
    return any(
        one.state in _GOES_ON or (one.taken and one.state is not DisputeState.LOST)
        for one in disputes.values()
    )


def undecided(disputes: Mapping[str, Dispute]) -> list[str]:
    """The ids of those that the bank has yet to decide."""
    return sorted(name for name, one in disputes.items() if one.state is DisputeState.OPEN)
