"""A peer in the same sitting: DBOS with PostgreSQL, started and driven by its own scripts."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.settings import ROOT

DEFAULT = ROOT.parent / "shared" / "peers"
JOBS = ("dbos:pgstep",)
ORDERS = 300
SCENARIO_SECONDS = 20
JOB_SECONDS = 560
NEEDED = ("strace", "initdb", "postgres")
DEBIAN = "/usr/lib/postgresql/15/bin"  # where Debian keeps what is in no PATH
SCENARIOS = {
    "1 client": "c1",
    "8 clients": "c8",
    "32 clients": "c32",
    "8 clients, 10 % declined": "fail10_c8",
}


def missing(peers: Path) -> str:
    """Why no peer can be measured; nothing if one can."""
    if not (peers / "dbos" / "run.sh").is_file():
        return f"there are no peers in {peers} (name their folder: --peers)"
    path = os.pathsep.join([os.environ.get("PATH", ""), DEBIAN])
    absent = [name for name in NEEDED if shutil.which(name, path=path) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


def measure(peers: Path, say: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    """What each job said, by its name. A job that fails is told of and left out."""
    found = {}
    for job in JOBS:
        say(f"The peer {job}")
        kind, _, mode = job.partition(":")
        environment = {"N": str(ORDERS), "LIMIT": str(SCENARIO_SECONDS)}
        process = subprocess.run(  # noqa: S603 - scripts that were asked for
            [str(peers / kind / "run.sh"), mode],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=JOB_SECONDS,
            check=False,
        )
        said = process.stdout.strip().splitlines()
        if process.returncode != 0 or not said:
            say(f"{job} failed: {process.stderr.strip()[-500:]}")
            continue
        found[job] = _read(json.loads(said[-1]))
    return found


def _read(said: dict[str, Any]) -> dict[str, Any]:
    rounds = [
        {
            "name": name,
            "per_s": said[key]["per_s"],
            "p50_ms": said[key]["p50_ms"],
            "p99_ms": said[key]["p99_ms"],
            "cpu_s_per_1000": said[key]["cpu_s_per_1000"],
            "others_cores": max(said[key].get("foreign_cores", 0.0), 0.0),
        }
        for name, key in SCENARIOS.items()
    ]
    return {"rounds": rounds, "pss_mb": said["pss_mb_end"], "invariants": said.get("invariants", "")}
