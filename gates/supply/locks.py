"""The packages that the locks name, and what is known of each there."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCK = "requirements.lock"
PYTHON_LIST = "requirements-dev.txt"
NODE_LOCKS = ("package-lock.json", "web/package-lock.json")
LICENCES = Path(__file__).with_name("licences.json")
"""Of Python's packages, whose lock names none: `{name: SPDX expression}`."""

SHIPPED, BUILDING = "required", "excluded"
"""CycloneDX's scopes: what runs on AWS or in a customer's browser; what builds and tests it."""

_ENTRY = re.compile(r"\n(?=[A-Za-z0-9])")
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """`ecosystem`: `PyPI` or `npm`. `hashes`: the algorithm as CycloneDX calls it, a hexadecimal or (npm's)
    base64 digest."""

    ecosystem: str
    name: str
    version: str
    scope: str
    licence: str
    locked_in: str
    hashes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def purl(self) -> str:
        """https://github.com/package-url/purl-spec"""
        if self.ecosystem == "PyPI":
            return f"pkg:pypi/{self.name}@{self.version}"
        return f"pkg:npm/{self.name.replace('@', '%40', 1)}@{self.version}"


def packages(root: Path = ROOT) -> list[Package]:
    """All of all locks, in order; the direct pins of what builds and tests, which no lock completes."""
    licences: dict[str, str] = json.loads(LICENCES.read_text())
    found = [*_of_python(root, licences), *_of_builders(root, licences)]
    for lock in NODE_LOCKS:
        found += _of_node(root, lock)
    once = {(one.purl, one.locked_in): one for one in found}
    return [once[key] for key in sorted(once)]


def _of_python(root: Path, licences: dict[str, str]) -> list[Package]:
    entries = _ENTRY.split("\n" + (root / PYTHON_LOCK).read_text())
    found = []
    for entry in entries:
        if pin := _PIN.match(entry):
            hashes = tuple(("SHA-256", digest) for digest in sorted(_HASH.findall(entry)))
            name, licence = normal(pin[1]), licences.get(normal(pin[1]), "")
            found.append(Package("PyPI", name, pin[2], SHIPPED, licence, PYTHON_LOCK, hashes))
    return found


def _of_builders(root: Path, licences: dict[str, str]) -> list[Package]:
    pins = [_PIN.match(line) for line in (root / PYTHON_LIST).read_text().splitlines()]
    return [
        Package("PyPI", normal(pin[1]), pin[2], BUILDING, licences.get(normal(pin[1]), ""), PYTHON_LIST)
        for pin in pins
        if pin
    ]


def _of_node(root: Path, lock: str) -> list[Package]:
    entries: dict[str, dict[str, Any]] = json.loads((root / lock).read_text())["packages"]
    return [
        Package(
            "npm",
            path.rpartition("node_modules/")[2],
            entry["version"],
            BUILDING if entry.get("dev") or lock == NODE_LOCKS[0] else SHIPPED,
            entry.get("license", ""),
            lock,
            (("SHA-512", entry["integrity"].removeprefix("sha512-")),) if "integrity" in entry else (),
        )
        for path, entry in entries.items()
        if path
    ]


def normal(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
