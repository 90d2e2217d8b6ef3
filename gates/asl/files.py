"""State machine files, as the stacks read them, and their states."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gates.finding import Finding
from infra.definitions import ENDING, InvalidDefinition, read_definition

PATTERN = f"*{ENDING}"
NESTED = ("ItemProcessor", "Iterator")
INNER = ("Branches", *NESTED)

State = dict[str, Any]


@dataclass(frozen=True)
class Machine:
    """A definition that has states. `file` is named as from the repository's root."""

    file: str
    definition: dict[str, Any]

    def states(self) -> Iterator[tuple[str, State]]:
        """Each with its name, those inside a Parallel or a Map as `Outer/Inner`."""
        return _states(self.definition, "")

    def place(self, state: str) -> str:
        return f"{self.file}: {state}" if state else self.file


def read_machines(folder: Path) -> tuple[list[Machine], list[Finding]]:
    """The machines in a folder, and why any file there is none."""
    machines, findings = [], []
    for path in sorted(folder.glob(PATTERN)):
        file = f"{folder.name}/{path.name}"
        try:
            definition = read_definition(path)
        except InvalidDefinition as invalid:
            findings.append(Finding(invalid.file, invalid.problem))
            continue
        wrong = list(_misshapen(definition, ""))
        findings += [Finding(file, message) for message in wrong]
        if not wrong:
            machines.append(Machine(file, definition))
    strays = {path for path in folder.iterdir() if path.is_file()} - set(folder.glob(PATTERN))
    findings += [
        Finding(f"{folder.name}/{path.name}", f"not named {PATTERN}: nothing looks at it")
        for path in sorted(strays)
    ]
    return machines, findings


def _misshapen(machine: Any, within: str) -> Iterator[str]:
    """What the checks of states rely on: objects where states are."""
    here = within.rstrip("/") or "the file"
    if not isinstance(machine, dict):
        yield f"{here}: not an object"
        return
    states = machine.get("States")
    if not isinstance(states, dict) or not states:
        yield f"{here}: no States"
        return
    for name, state in states.items():
        if not isinstance(state, dict):
            yield f"{within}{name}: not an object"
            continue
        for inner in _inner(state):
            yield from _misshapen(inner, f"{within}{name}/")


def _states(machine: dict[str, Any], within: str) -> Iterator[tuple[str, State]]:
    for name, state in machine["States"].items():
        yield f"{within}{name}", state
        for inner in _inner(state):
            yield from _states(inner, f"{within}{name}/")


def _inner(state: State) -> list[Any]:
    branches = state.get("Branches", [])
    inner = branches if isinstance(branches, list) else [branches]
    return [*inner, *(state[name] for name in NESTED if name in state)]


def scopes(machine: dict[str, Any], within: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each set of states that may go to one another: the machine's, and those inside Parallel and Map."""
    yield within, machine
    for name, state in machine["States"].items():
        for inner in _inner(state):
            yield from scopes(inner, f"{within}{name}/")
