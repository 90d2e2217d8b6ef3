"""The imports that a function adds to boto3's, by their own time (`python -X importtime`)."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

RUNS = 5

_LINE = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Import:
    """Milliseconds of one module: its own, and with what it was the first to import."""

    module: str
    own: float
    cumulative: float


def slowest_imports(timed: Callable[[str], str], baseline: str, code: str) -> list[Import]:
    """What `code` imports after `baseline`, slowest first; medians of five runs.

    `timed` runs Python under `-X importtime` and returns what that wrote.
    """
    known = {module for _, _, module in _LINE.findall(timed(baseline))}
    own, cumulative = defaultdict(list), defaultdict(list)
    for _ in range(RUNS):
        for alone, all_told, module in _LINE.findall(timed(f"{baseline}\n{code}")):
            own[module].append(int(alone) / 1000)
            cumulative[module].append(int(all_told) / 1000)
    found = [Import(name, median(own[name]), median(cumulative[name])) for name in own.keys() - known]
    return sorted(found, key=lambda one: one.own, reverse=True)
