"""What a gate says: what it looked at, and what it found."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """`place` names a stack, resource, construct or file and, inside a state machine, the state."""

    place: str
    message: str

    def __str__(self) -> str:
        return " ".join(f"{self.place}: {self.message}".split())


@dataclass(frozen=True)
class Checked:
    """`looked_at` is shown even when nothing is found: a gate that saw nothing must not look clean."""

    looked_at: str
    findings: tuple[Finding, ...]


class GateBroken(Exception):
    """A gate's own tool could not do its work; nothing can be said about what it should have checked."""


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
