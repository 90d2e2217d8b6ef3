"""Faults of the matrix: one kind at one call of one step, once, in so many invocations, or for ever."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.faults import AT_CALLS, Fault, FaultDesk
from harness.invocation import Invocation, current

FOR_EVER = 1_000_000


@dataclass
class Strike(Fault):
    """`times` counts invocations. A single strike befalls one call, the `nth` of its name. Others befall
    every such call from there on, and in later invocations all of them: what a handler, or a machine, tries
    again fails again, though it may then be the first call of its name.

    `releases_before`: what hangs goes on just before this step is invoked for the first time afterwards.
    """

    nth: int = 1
    releases_before: str = ""
    struck: set[int] = field(default_factory=set)

    @property
    def single(self) -> bool:
        return self.times == 1

    def matches(self, call: str) -> bool:
        invocation = current()
        nth = 1 if self.held else self.nth
        return invocation is not None and call == self.at and invocation.calls.count(call) == nth

    def befalls(self, invocation: Invocation, call: str) -> bool:
        made = invocation.calls.count(call)
        first = not self.struck or id(invocation) in self.struck
        if call != self.at or (first and made < self.nth):
            return False
        if self.single:
            if self.hits or made != self.nth:
                return False
        elif id(invocation) not in self.struck and len(self.struck) >= self.times:
            return False
        self.struck.add(id(invocation))
        self.hits = len(self.struck)
        return True

    @property
    def hanging(self) -> bool:
        return self.held > len(self.late)


class StrikeDesk(FaultDesk):
    """`before` is told of each invocation before it begins: there what hangs is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.before: Callable[[str], None] = lambda _: None
        self._turn = threading.Lock()

    def for_invocation(self, step: str) -> Fault | None:
        self.before(step)
        return super().for_invocation(step)

    def for_call(self, step: str, call: str) -> Fault | None:
        invocation = current()
        assert invocation is not None
        with self._turn:
            for strike in self.ordered:
                assert isinstance(strike, Strike)
                if strike.step == step and strike.kind in AT_CALLS and strike.befalls(invocation, call):
                    return strike
        return None

    def lift(self) -> None:
        """Whatever was to last for ever is over. What hangs stays where it is."""
        for strike in self.ordered:
            strike.times = min(strike.times, strike.hits)
            if strike.kind in AT_CALLS:
                strike.at = ""

    def let_go(self) -> bool:
        """Whether anything had been held back until now."""
        held = [strike for strike in self.ordered if isinstance(strike, Strike) and strike.hanging]
        for strike in held:
            strike.release()
        return bool(held)
