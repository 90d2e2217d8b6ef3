"""What a sitting found, as it is kept in docs/measured/cold-starts.json: ratios, and the machine they are of."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.cold.measuring import BARE, Sample
from infra.bundles.target import ROOT

KEPT = ROOT / "docs" / "measured" / "cold-starts.json"
PROCESSOR = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class ColdStart:
    """One function. INIT and the first invocation in units of the bare handler's INIT, by CPU and by the
    clock; `imports` are the shares of import time, which add up to 1."""

    function: str
    kind: str
    init_cpu: float
    first_cpu: float
    init_wall: float
    first_wall: float
    imports: dict[str, float]

    @property
    def whole_cpu(self) -> float:
        return self.init_cpu + self.first_cpu


@dataclass(frozen=True)
class Sitting:
    """All functions in one sitting. `bare_cpu_ms` and `bare_wall_ms` are INIT of the bare handler, the unit."""

    machine: str
    python: str
    measured_on: str
    load: float
    runs: int
    bare_cpu_ms: float
    bare_wall_ms: float
    starts: list[ColdStart]

    def of(self, kind: str) -> list[ColdStart]:
        return [one for one in self.starts if one.kind == kind]


def sitting(samples: Mapping[str, Sample], kinds: Mapping[str, str], runs: int) -> Sitting:
    bare = [begun for begun, _ in samples[BARE.function].starts]
    return Sitting(
        machine=machine(),
        python=platform.python_version(),
        measured_on=datetime.now(UTC).date().isoformat(),
        load=round(os.getloadavg()[2], 1),
        runs=runs,
        bare_cpu_ms=round(1000 * median(one.init_cpu for one in bare), 1),
        bare_wall_ms=round(median(one.init_ms for one in bare), 1),
        starts=[_start(name, kinds[name], sample) for name, sample in samples.items()],
    )


def _start(name: str, kind: str, sample: Sample) -> ColdStart:
    whole = sum(sample.imports.values())
    return ColdStart(
        function=name,
        kind=kind,
        init_cpu=round(sample.ratio("init_cpu"), 3),
        first_cpu=round(sample.ratio("first_cpu", of="init_cpu"), 3),
        init_wall=round(sample.ratio("init_ms"), 3),
        first_wall=round(sample.ratio("first_ms", of="init_ms"), 3),
        imports={owner: round(spent / whole, 3) for owner, spent in sample.imports.items()},
    )


def machine() -> str:
    """Processor and number of cores, as far as the system says."""
    lines = PROCESSOR.read_text().splitlines() if PROCESSOR.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def keep(found: Sitting, place: Path = KEPT) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(asdict(found), indent=1) + "\n")


def kept(place: Path = KEPT) -> Sitting:
    found = json.loads(place.read_text())
    return Sitting(**found | {"starts": [ColdStart(**one) for one in found["starts"]]})
