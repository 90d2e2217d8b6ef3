"""What a sitting found, kept in docs/measured/cold-starts.json: ratios to the bare handler's INIT."""

from dataclasses import asdict, dataclass

from bench.measured import Measurement, read_measured, write_measured

NAME = "cold-starts"
REPEAT = "make bench-cold"
LAYER, CODE, RUNTIME, PYTHON = "layer", "code", "runtime", "python"
OWNERS = (LAYER, CODE, RUNTIME, PYTHON)
"""Whose an import is."""


@dataclass(frozen=True)
class ColdStart:
    """One function. INIT and the first invocation in units of the bare handler's INIT, by CPU and by the
    clock; `imports` are shares of the import time, which add up to 1."""

    function: str
    kind: str
    memory_mb: int
    init_cpu: float
    first_cpu: float
    init_wall: float
    first_wall: float
    imports: dict[str, float]

    @property
    def whole_cpu(self) -> float:
        return self.init_cpu + self.first_cpu

    @property
    def whole_wall(self) -> float:
        return self.init_wall + self.first_wall


@dataclass(frozen=True)
class Sitting:
    """All functions in one sitting of so many `runs`, at this load of the machine. `bare_cpu_ms` and
    `bare_wall_ms` are INIT of the bare handler, the unit."""

    load: float
    runs: int
    bare_cpu_ms: float
    bare_wall_ms: float
    starts: list[ColdStart]

    def of(self, kind: str) -> list[ColdStart]:
        return [one for one in self.starts if one.kind == kind]


def keep(found: Sitting) -> None:
    write_measured(NAME, REPEAT, asdict(found))


def read_sitting() -> tuple[Sitting, Measurement]:
    """What was found last, and when and where."""
    kept = read_measured(NAME)
    starts = [ColdStart(**one) for one in kept.data["starts"]]
    return Sitting(**kept.data | {"starts": starts}), kept
