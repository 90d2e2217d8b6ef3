"""Numbers that a command measured and that are kept: docs/measured/<name>.json, with machine and date.

The page and the tests read these files and measure nothing, so both say the same on every machine.
"""

import datetime
import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "measured"


@dataclass(frozen=True)
class Measurement:
    """`data` is whatever the command wrote: JSON. `repeat` is the command, `date` a day (YYYY-MM-DD)."""

    machine: str
    date: str
    repeat: str
    data: Any

    def cited(self) -> str:
        """The sentence that a page says of it."""
        return f"Measured on {self.date}, {self.machine}. Repeat: `{self.repeat}`."


def read_measured(name: str) -> Measurement:
    """Raises FileNotFoundError if nobody has measured it yet."""
    return Measurement(**json.loads(_file(name).read_text()))


def write_measured(name: str, repeat: str, data: Any) -> Measurement:
    """Keeps what was measured now, on this machine."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    kept = {"machine": this_machine(), "date": today, "repeat": repeat, "data": data}
    FOLDER.mkdir(parents=True, exist_ok=True)
    _file(name).write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return read_measured(name)


def this_machine() -> str:
    """Its processor, how many cores of it there are, its system and Python."""
    processor = platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _file(name: str) -> Path:
    return FOLDER / f"{name}.json"
