"""State machine files, read so that what JSON would swallow is seen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gates.finding import Finding

PATTERN = "*.asl.json"
NESTED = ("ItemProcessor", "Iterator")
INNER = ("Branches", *NESTED)

State = dict[str, Any]


@dataclass(frozen=True)
class Machine:
    """A file that is JSON and has states. `file` is named as from the repository's root."""

    file: str
    path: Path
    definition: dict[str, Any]

    def states(self) -> Iterator[tuple[str, State]]:
        """Each with its name, those inside a Parallel or a Map as `Outer/Inner`."""
        return _states(self.definition, "")

    def place(self, state: str) -> str:
        return f"{self.file}: {state}" if state else self.file


class _Object(dict[str, Any]):
    """A JSON object that remembers the names that stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.twice = sorted({name for name in names if names.count(name) > 1})


def read_machines(folder: Path) -> tuple[list[Machine], list[Finding]]:
    """The machines in a folder, and why any file there is none."""
    machines, findings = [], []
    for path in sorted(folder.glob(PATTERN)):
        file = f"{folder.name}/{path.name}"
        try:
            definition = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=_Object)
        except ValueError as error:
            findings.append(Finding(file, f"not JSON: {error}"))
            continue
        findings += [Finding(file, message) for message in _twice(definition, "")]
        wrong = list(_misshapen(definition, ""))
        findings += [Finding(file, message) for message in wrong]
        if not wrong:
            machines.append(Machine(file, path, definition))
    strays = {path for path in folder.iterdir() if path.is_file()} - set(folder.glob(PATTERN))
    findings += [
        Finding(f"{folder.name}/{path.name}", f"not named {PATTERN}: nothing looks at it")
        for path in sorted(strays)
    ]
    return machines, findings


def _twice(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, _Object):
        for name in value.twice:
            yield f"{where.lstrip('.') or 'the file'}: the key {name!r} stands there twice"
        for name, inner in value.items():
            yield from _twice(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _twice(inner, f"{where}[{index}]")


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
