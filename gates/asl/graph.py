"""The whole graph and every field, by npm's asl-validator."""

import json
import subprocess
from pathlib import Path
from typing import Any

from gates.asl.files import Machine
from gates.finding import Finding, GateBroken

RUNNER = Path(__file__).with_name("graph.js")
SECONDS = 600


def check_graph(machines: list[Machine]) -> list[Finding]:
    """Raises GateBroken."""
    if not machines:
        return []
    definitions = {machine.file: machine.definition for machine in machines}
    return [Finding(error["file"], f"{error['message']} ({error['code']})") for error in _errors(definitions)]


def _errors(definitions: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """`definitions`: by the file that each was read from."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["node", str(RUNNER)],  # noqa: S607 - whichever Node runs the CDK
            input=json.dumps(definitions),
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GateBroken(f"asl-validator could not run: {error}") from None
    if "Cannot find module 'asl-validator'" in done.stderr:
        raise GateBroken("asl-validator is not installed: make node_modules/.installed")
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "Error" in line] or [done.stderr[:500]]
        raise GateBroken(f"asl-validator failed: {said[0]}")
    errors: list[dict[str, Any]] = json.loads(done.stdout)
    return errors
