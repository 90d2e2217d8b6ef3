"""Arrows: each must end at a state beside the one it starts from."""

from collections.abc import Iterator
from typing import Any

from gates.asl.files import Machine, State, scopes
from gates.finding import Finding


def check_transitions(machine: Machine) -> list[Finding]:
    findings = []
    for within, scope in scopes(machine.definition):
        states = scope["States"]
        if (start := scope.get("StartAt")) not in states:
            findings.append(
                Finding(machine.place(within.rstrip("/")), f"StartAt names {start!r}, which is no state")
            )
        for name, state in states.items():
            findings += [
                Finding(machine.place(within + name), f"{arrow} leads to {target!r}, which is no state")
                for arrow, target in _arrows(state)
                if target not in states
            ]
    return findings


def _arrows(state: State) -> Iterator[tuple[str, Any]]:
    for arrow in ("Next", "Default"):
        if arrow in state:
            yield arrow, state[arrow]
    for many in ("Catch", "Choices"):
        for one in state.get(many) or []:
            if isinstance(one, dict) and "Next" in one:
                yield f"{many}.Next", one["Next"]
