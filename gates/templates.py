"""cfn-lint over every template."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from gates.assembly import Assembly
from gates.finding import Checked, Finding, GateBroken, counted

SECONDS = 1800
MAIN = "import sys; from cfnlint.runner import main; sys.exit(main())"
# W3005 is about a DependsOn that a reference implies already: the CDK writes them by the dozen.
IGNORED = "W3005"


def check_templates(assembly: Assembly) -> Checked:
    """Raises GateBroken."""
    files = assembly.template_files
    if not files:
        return Checked("cfn-lint: 0 templates", (Finding("app", "there is no template to lint"),))
    stacks = {str(path): name for name, path in files.items()}
    findings = tuple(_finding(stacks, match) for match in _matches(list(files.values())))
    return Checked(f"cfn-lint: {counted(len(files), 'template')}", findings)


def _matches(files: list[Path]) -> list[dict[str, Any]]:
    command = [sys.executable, "-c", MAIN, "--ignore-checks", IGNORED, "--format", "json", "--"]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [*command, *map(str, files)], capture_output=True, text=True, timeout=SECONDS
        )
        matches: list[dict[str, Any]] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise GateBroken(f"cfn-lint took longer than {SECONDS} s") from None
    except ValueError:
        raise GateBroken(f"cfn-lint failed: {(done.stderr or done.stdout).strip()[-500:]}") from None
    return matches


def _finding(stacks: dict[str, str], match: dict[str, Any]) -> Finding:
    path = [str(part) for part in match["Location"].get("Path") or []]
    stack = stacks.get(match["Filename"], match["Filename"])
    where = "/".join([stack, *path[1:2]]) if path[:1] == ["Resources"] else "/".join([stack, *path])
    inside = f" at {'.'.join(path[2:])}" if path[:1] == ["Resources"] and path[2:] else ""
    return Finding(where, f"{match['Message']}{inside} ({match['Rule']['Id']})")
