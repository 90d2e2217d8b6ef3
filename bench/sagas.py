"""Published AWS sagas, for scale: what their state machines alone cost for one success."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Saga:
    """`transitions` of a success, from start to end."""

    name: str
    transitions: int


PUBLISHED = (
    Saga("long-lived-transactions", 5),
    Saga("airline booking", 6),
    Saga("saga-pattern-cdk", 7),
)
