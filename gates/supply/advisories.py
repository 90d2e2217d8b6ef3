"""Known weaknesses of the packages that the locks name: a snapshot that is committed, and how it is renewed.

The snapshot is `advisories.json` beside this file: `source`, `as_of` (the day up to which it knows),
`complete` (whether all that the source knows is in it), `asked` (which packages it was asked about), and
`advisories` in OSV's form (https://ossf.github.io/osv-schema/), with no more of each than is needed here.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gates.finding import Finding
from gates.supply.locks import Package

FILE = Path(__file__).with_name("advisories.json")
SERVICE = "https://api.osv.dev/v1/"
SECONDS = 20
ADVISORIES_AT_MOST = 2000
OLD_DAYS = 30


class NoAnswer(Exception):
    """The service of advisories cannot be reached, or says something else than it should."""


@dataclass(frozen=True)
class Snapshot:
    source: str
    as_of: date
    complete: bool
    asked: frozenset[str]
    advisories: tuple[dict[str, Any], ...]

    def age(self, today: date) -> int:
        return (today - self.as_of).days


def read(path: Path = FILE) -> Snapshot:
    said = json.loads(path.read_text())
    as_of = date.fromisoformat(said["as_of"])
    return Snapshot(
        said["source"], as_of, said["complete"], frozenset(said["asked"]), tuple(said["advisories"])
    )


def advisory_findings(snapshot: Snapshot, found: list[Package]) -> Iterator[Finding]:
    """Each package that an advisory names at its version."""
    for package in found:
        for advisory in snapshot.advisories:
            if any(_hits(affected, package) for affected in advisory["affected"]):
                named = " ".join([advisory["id"], *advisory.get("aliases", [])])
                yield Finding(f"{package.locked_in} {package.name} {package.version}", _told(advisory, named))


def said_of(snapshot: Snapshot, found: list[Package], today: date) -> str:
    """How much the snapshot is worth, in one line."""
    names = {package.name for package in found}
    known = len(names & snapshot.asked)
    age = snapshot.age(today)
    old = "; it is OLD: renew it (make advisories) before trusting it" if age > OLD_DAYS else ""
    some = "" if snapshot.complete else ", and not all that is known of them is in it"
    return (
        f"advisories: {len(snapshot.advisories)} from {snapshot.source}, as of {snapshot.as_of}, {age} days"
        f" ago; {known} of {len(names)} packages were asked about{some}{old}"
    )


def _told(advisory: dict[str, Any], named: str) -> str:
    fixed = [
        event["fixed"]
        for affected in advisory["affected"]
        for one in affected.get("ranges", [])
        for event in one["events"]
        if "fixed" in event
    ]
    return f"{named}: {advisory.get('summary', '')} (fixed in {', '.join(fixed) or 'no version'})"


def _hits(affected: dict[str, Any], package: Package) -> bool:
    named = affected["package"]
    if (named["ecosystem"], named["name"].lower()) != (package.ecosystem, package.name.lower()):
        return False
    if package.version in affected.get("versions", []):
        return True
    ranges = [one for one in affected.get("ranges", []) if one["type"] in ("ECOSYSTEM", "SEMVER")]
    return any(_within(one["events"], package.version) for one in ranges)


def _within(events: list[dict[str, str]], version: str) -> bool:
    """Events in order, as OSV evaluates them: from each `introduced` to the next `fixed`, or beyond the
    `last_affected`."""
    mine, inside = order(version), False
    for event in sorted(events, key=lambda one: (order(next(iter(one.values()))), "introduced" not in one)):
        ((kind, at),) = event.items()
        if kind == "introduced" and mine >= order(at):
            inside = True
        elif (kind == "fixed" and mine >= order(at)) or (kind == "last_affected" and mine > order(at)):
            inside = False
    return inside


def order(version: str) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Versions compare by it: release numbers, then before the release (1.0rc1, 1.0-beta.2), it, after it."""
    numbers, rest = re.match(r"v?((?:\d+\.)*\d+)?(.*)", version.lower(), re.DOTALL).groups()  # type: ignore[union-attr]
    release = [int(one) for one in (numbers or "0").split(".")]
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    digits = re.findall(r"\d+", rest)
    last = int(digits[-1]) if digits else 0
    if not rest or rest.startswith("+"):
        return tuple(release), (0, 0)
    return tuple(release), (1 if "post" in rest else -1, last)


def renew(found: list[Package], today: date, path: Path = FILE) -> Snapshot:
    """Ask the service about every package and write the snapshot; nothing is written unless all is answered.
    Raises NoAnswer."""
    asked = [
        {"package": {"name": one.name, "ecosystem": one.ecosystem}, "version": one.version} for one in found
    ]
    results = _ask("querybatch", {"queries": asked})["results"]
    if len(results) != len(asked):
        raise NoAnswer("the service answered another number of packages than it was asked about")
    ids = sorted({one["id"] for result in results for one in result.get("vulns", [])})
    if len(ids) > ADVISORIES_AT_MOST:
        raise NoAnswer(f"{len(ids)} advisories cannot all be meant")
    said = {
        "source": SERVICE,
        "as_of": today.isoformat(),
        "complete": True,
        "asked": sorted({one.name for one in found}),
        "advisories": [_short(_ask(f"vulns/{id}")) for id in ids],
    }
    path.write_text(json.dumps(said, indent=1) + "\n")
    return read(path)


def _short(advisory: dict[str, Any]) -> dict[str, Any]:
    affected = [
        {name: one[name] for name in ("package", "ranges", "versions") if name in one}
        for one in advisory.get("affected", [])
    ]
    kept = {name: advisory[name] for name in ("id", "modified", "aliases", "summary") if name in advisory}
    return kept | {"affected": affected}


def _ask(what: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(SERVICE + what, data, timeout=SECONDS) as answer:  # noqa: S310 - https
            return json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NoAnswer(f"{SERVICE}{what}: {error}") from None
