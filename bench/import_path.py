"""What the Lambda functions find to import: the code asset and the dependency layer, nothing else.

A developer's environment holds more, and libraries look around: where httpx is installed, stripe imports it,
and with it the colours of a terminal. A cost measured there is not the cost of what ships.
"""

import os
import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
CODE = "functions"

_NAME = re.compile(r"^[A-Za-z0-9][\w.-]*", re.MULTILINE)


def shipped_distributions() -> dict[str, Distribution]:
    """The packages of requirements.txt and all that they require here, as installed, by normalized name."""
    waiting = _NAME.findall(REQUIREMENTS.read_text())
    found: dict[str, Distribution] = {}
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name not in found:
            found[name] = distribution(name)
            waiting += _required_by(found[name])
    return found


def link_shipped(folder: Path) -> None:
    """Links to the code and to each shipped package, which makes `folder` alone a path to import from."""
    (folder / CODE).symlink_to(ROOT / CODE)
    for package in shipped_distributions().values():
        for top in {file.parts[0] for file in package.files or []} - {"..", "__pycache__"}:
            link = folder / top
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(top))))


def interpreter(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a Python that sees the linked folder and no site-packages.

    Bytecode is kept beside the links, so that the second run of anything compiles nothing; the sources' own
    folders are not written to.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
        "PYTHONHASHSEED": "0",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
    }
    return [sys.executable, "-S", "-s", "-P"], environment


def _required_by(package: Distribution) -> list[str]:
    needs = [Requirement(line) for line in package.requires or []]
    return [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
