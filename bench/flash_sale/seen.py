"""What became of the buyers of a simulated sale."""

from dataclasses import dataclass, field


@dataclass
class Seen:
    """What became of the buyers. Times in seconds: of those confirmed and refused since they came, of the
    hold since its execution began. `failed_early` were told that their checkout failed while units were
    available, `failed_late` when there were none; `falsely` were told "sold out" by a look that showed
    some."""

    confirmed: list[float] = field(default_factory=list)
    confirmed_at: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    refused_at_the_door: list[float] = field(default_factory=list)
    refused_with_order: list[float] = field(default_factory=list)
    failed_early: int = 0
    failed_late: int = 0
    orders: int = 0
    falsely: int = 0
    not_looked_at: int = 0
    refused_starts: int = 0
