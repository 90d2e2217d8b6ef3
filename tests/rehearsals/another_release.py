"""Another release of the shop, in a folder of its own: its steps refuse to run for this one's machines."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import indent

from infra.definitions import machine_names
from local.running import Running
from local.settings import ROOT

PARTS = ("functions", "statemachines", "infra", "local", "ops")
FILES = ("app.py", "cdk.json", "package-lock.json", "requirements.lock")
MARK = "another release"
RELEASE_SECONDS = 900
INDENT = " " * 20
STEP = f"\n{INDENT}result = handler(event, context)\n"
REFUSING_STEP = f"""
if "task_token" not in event and event.get("release") != {MARK!r}:
    raise RuntimeError("a step of this release, asked by another's machine")
result = handler(event, context)
print("by", {MARK!r}, flush=True)
result = result | {{"release": {MARK!r}}} if isinstance(result, dict) else result
"""
MARKED = """\
  MarkRelease:
    Comment: What follows is asked of this release's steps.
    Type: Pass
    Result: {mark}
    ResultPath: $.release
    Next: {first}
"""


def made_in(folder: Path) -> Path:
    """The folder with the release: each machine begins with a state more, which its steps insist on."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    _change(folder / "functions/shared/observe.py", STEP, indent(REFUSING_STEP, INDENT))
    for machine in machine_names():
        path = folder / "statemachines" / f"{machine}.asl.yaml"
        (start,) = [line for line in path.read_text().splitlines() if line.startswith("StartAt: ")]
        first = start.removeprefix("StartAt: ")
        _change(path, f"{start}\n", "StartAt: MarkRelease\n")
        _change(path, "\nStates:\n", "\nStates:\n" + MARKED.format(mark=MARK, first=first))
    return folder


def release(running: Running, folder: Path) -> None:
    """Deploy it into the shop that runs."""
    done = subprocess.run(
        [sys.executable, "-m", "local.release"],
        cwd=folder,
        env=os.environ | {"PAIDONCE_HOME": str(running.home)},
        capture_output=True,
        text=True,
        timeout=RELEASE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1, f"{path} has changed: {before!r}"
    path.write_text(text.replace(before, after))
