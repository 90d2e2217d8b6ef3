"""The journal: every change that a person made by hand, whether by a command or by the operators' API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Signed:
    """Who (`by`) changes something, when (`at`, RFC 3339) and why."""

    by: str
    why: str
    at: str

    def as_dict(self) -> dict[str, str]:
        return {"by": self.by, "why": self.why, "at": self.at}


@dataclass(frozen=True)
class Entry:
    """One change: the `action` is the name of the command that makes it, the `target` what it was made on (an
    order, a return, a SKU, a queue, ...), `what` the rest of what was asked for."""

    action: str
    target: str
    signed: Signed
    what: Mapping[str, Any] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """As an operator sees it."""
        said = {"action": self.action, "target": self.target, "what": dict(self.what)}
        return self.signed.as_dict() | said
