"""The software bill of materials: CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/), from the locks alone.

It has neither a time nor a serial number: the same locks are the same file.
"""

import base64
import json
from pathlib import Path
from typing import Any

from gates.supply.locks import ROOT, Package, packages

FILE = ROOT / "sbom.cdx.json"


def document(found: list[Package]) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "paidonce", "name": "paidonce"}},
        "components": [_component(one) for one in found],
    }


def text(root: Path = ROOT) -> str:
    return json.dumps(document(packages(root)), indent=1) + "\n"


def _component(package: Package) -> dict[str, Any]:
    hashes = [{"alg": algorithm, "content": _hex(digest)} for algorithm, digest in package.hashes]
    return {
        "type": "library",
        "bom-ref": f"{package.purl}#{package.locked_in}",
        "name": package.name,
        "version": package.version,
        "scope": package.scope,
        "licenses": [{"expression": package.licence}] if package.licence else [],
        "purl": package.purl,
        **({"hashes": hashes} if hashes else {}),
        "properties": [{"name": "paidonce:locked-in", "value": package.locked_in}],
    }


def _hex(digest: str) -> str:
    """npm's digests are base64."""
    if len(digest) == 64 and all(letter in "0123456789abcdef" for letter in digest):
        return digest
    return base64.b64decode(digest).hex()
