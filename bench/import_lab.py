"""Measures what a cold start of a function costs: fresh interpreters, in runs paired with the baseline's."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.import_budgets import Deployed, budget
from bench.import_path import interpreter, link_shipped
from bench.slowest_imports import Import, slowest_imports

BASELINE = 'import boto3\nboto3.client("dynamodb")'
PAIRS = 9
MORE_PAIRS = 18
NEAR = 0.05
RUN_SECONDS = 900

_REPORT = "\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_utime)"


@dataclass(frozen=True)
class Measured:
    """A function and its ratios, in the order in which they were measured."""

    function: Deployed
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def budget(self) -> float:
        return budget(self.function.name, self.function.kind)

    @property
    def holds(self) -> bool:
        return self.ratio <= self.budget


class Lab:
    """Fresh interpreters that see what ships, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._command, self._environment = interpreter(folder)

    def run(self, code: str, environment: dict[str, str], *options: str) -> tuple[str, str]:
        """What it wrote to stdout and stderr. Raises CalledProcessError, TimeoutExpired."""
        done = subprocess.run(  # noqa: S603 - our own code
            [*self._command, *options, "-c", code],
            env=self._environment | environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
        )
        return done.stdout, done.stderr

    def cpu(self, code: str, environment: dict[str, str]) -> float:
        """Seconds of user CPU from the start of an interpreter to the end of `code`."""
        return float(self.run(code + _REPORT, environment)[0])

    def measure(self, function: Deployed) -> Measured:
        for code in (BASELINE, function.code()):
            self.cpu(code, function.environment)  # compiles what has no bytecode yet
        measured = Measured(function, tuple(self._ratios(function, PAIRS)))
        if abs(measured.ratio / measured.budget - 1) > NEAR:
            return measured
        return Measured(function, (*measured.ratios, *self._ratios(function, MORE_PAIRS)))

    def slowest(self, function: Deployed) -> list[Import]:
        def timed(code: str) -> str:
            return self.run(code, function.environment, "-X", "importtime")[1]

        return slowest_imports(timed, BASELINE, function.code())

    def _ratios(self, function: Deployed, pairs: int) -> Iterator[float]:
        before = self.cpu(BASELINE, function.environment)
        for _ in range(pairs):
            own = self.cpu(function.code(), function.environment)
            after = self.cpu(BASELINE, function.environment)
            yield own / ((before + after) / 2)
            before = after


@contextmanager
def open_lab() -> Iterator[Lab]:
    with TemporaryDirectory(prefix="bench-imports-") as folder:
        link_shipped(Path(folder))
        yield Lab(Path(folder))


def measure_all(lab: Lab, functions: Sequence[Deployed]) -> list[Measured]:
    """Functions that load the very same are measured once. Tells stderr how it goes."""
    known: dict[str, tuple[float, ...]] = {}
    for function in functions:
        code = function.code()
        if code not in known:
            measured = lab.measure(function)
            known[code] = measured.ratios
            print(f"{function.name}: {measured.ratio:.2f} of {measured.budget:.2f}", file=sys.stderr)
    return [Measured(function, known[function.code()]) for function in functions]
