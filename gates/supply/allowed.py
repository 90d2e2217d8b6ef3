"""Which licences a package may have: of what is shipped, and of what only builds and tests."""

from collections.abc import Iterator

from gates.finding import Finding
from gates.supply.locks import BUILDING, Package

SHIPPED_LICENCES = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Unlicense",
    }
)
"""None asks more of a shop than to name it. MPL-2.0 asks for changes to its own files: there are none."""

BUILDING_LICENCES = SHIPPED_LICENCES | {"LGPL-2.1-only"}
"""Used here, and passed on to nobody."""


def licence_findings(found: list[Package]) -> Iterator[Finding]:
    for package in found:
        allowed = BUILDING_LICENCES if package.scope == BUILDING else SHIPPED_LICENCES
        place = f"{package.locked_in} {package.name}"
        if not package.licence:
            yield Finding(place, "no licence is known: add it to gates/supply/licences.json")
        elif not permits(package.licence, allowed):
            yield Finding(place, f"{package.licence} is not among the licences of gates/supply/allowed.py")


def permits(expression: str, allowed: frozenset[str]) -> bool:
    """An SPDX expression of OR and AND, without nesting beyond one pair of brackets around it all."""
    plain = expression.strip().removeprefix("(").removesuffix(")")
    return any(
        all(part.strip() in allowed for part in choice.split(" AND ")) for choice in plain.split(" OR ")
    )
