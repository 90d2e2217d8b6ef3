"""Other releases of the shop, in folders of their own."""

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
MARKING_STATE = "MarkRelease"
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
TELLING_STEP = f"""
result = handler(event, context)
print("by", {MARK!r}, flush=True)
"""
MARKED = """\
  {state}:
    Comment: What follows is asked of this release's steps.
    Type: Pass
    Result: {mark}
    ResultPath: $.release
    Next: {first}
"""
SYNTH = "    build().synth()\n"
BROKEN_SYNTH = """\
    from aws_cdk import CfnResource

    made = build()
    stack = made.node.find_child("{stack}")
    refused = CfnResource(stack, "Refused", type="AWS::SQS::Queue", properties={{"DelaySeconds": 901}})
    for one in stack.node.find_all():
        if getattr(one, "cfn_resource_type", "").endswith("Alias"):
            refused.add_resource_dependency(one)
    made.synth()
"""
"""A queue that no service makes, asked for once all aliases of the stack have moved."""


def made_in(folder: Path) -> Path:
    """The folder with a release whose machines begin with a state more, which its steps insist on: they
    refuse to run for this one's machines."""
    _copy(folder)
    _change(folder / "functions/shared/observe.py", STEP, indent(REFUSING_STEP, INDENT))
    return _mark_machines(folder)


def with_other_code(folder: Path) -> Path:
    """The folder with a release whose steps say which it is."""
    _copy(folder)
    _change(folder / "functions/shared/observe.py", STEP, indent(TELLING_STEP, INDENT))
    return folder


def with_other_machines(folder: Path) -> Path:
    """The folder with a release of the other code, whose machines begin with a state more."""
    return _mark_machines(with_other_code(folder))


def that_fails_in(folder: Path, stack: str) -> Path:
    """The same, but what this stack asks for last is refused."""
    with_other_machines(folder)
    _change(folder / "app.py", SYNTH, BROKEN_SYNTH.format(stack=stack))
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


def _copy(folder: Path) -> None:
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)


def _mark_machines(folder: Path) -> Path:
    for machine in machine_names():
        path = folder / "statemachines" / f"{machine}.asl.yaml"
        (start,) = [line for line in path.read_text().splitlines() if line.startswith("StartAt: ")]
        first = start.removeprefix("StartAt: ")
        marked = MARKED.format(state=MARKING_STATE, mark=MARK, first=first)
        _change(path, f"{start}\n", f"StartAt: {MARKING_STATE}\n")
        _change(path, "\nStates:\n", "\nStates:\n" + marked)
    return folder


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1, f"{path} has changed: {before!r}"
    path.write_text(text.replace(before, after))
