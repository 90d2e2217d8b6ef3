"""Whose imports a cold start waits for: the layer's, the code's, the runtime client's.

`python -X importtime` writes a line for each module once it is imported, after the lines of what it imported
first, two blanks deeper each level. A module of the standard library is put down to whoever made it load.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from bench.cold.results import OWNERS, PYTHON
from bench.cold.runtime import INITIALIZED

_LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|( +)(\S+)$")


def import_ms(log: str, modules: Mapping[str, str], roots: Mapping[str, Path]) -> dict[str, float]:
    """Milliseconds of imports up to the end of INIT, by owner. `modules` say where each came from, `roots`
    which folder is whose; what nobody's import brought is Python's own start."""
    taken = dict.fromkeys(OWNERS, 0.0)
    waiting: list[tuple[int, int, str]] = []
    for depth, microseconds, name in reversed(_lines(log)):
        while waiting and waiting[-1][0] >= depth:
            waiting.pop()
        above = waiting[-1][2] if waiting else PYTHON
        owner = _owner(modules.get(name, ""), roots) or above
        waiting.append((depth, microseconds, owner))
        taken[owner] += microseconds / 1000
    return taken


def _lines(log: str) -> list[tuple[int, int, str]]:
    """(depth, own microseconds, module), in the order in which they were written. Read backwards, what
    imported a module stands before it."""
    found = []
    for line in log.partition(INITIALIZED)[0].splitlines():
        match = _LINE.match(line)
        if match:
            found.append((len(match[2]) // 2, int(match[1]), match[3]))
    return found


def _owner(file: str, roots: Mapping[str, Path]) -> str | None:
    return next((owner for owner, root in roots.items() if file.startswith(f"{root}/")), None)
