"""Whether a bundle is what Lambda needs: bytecode for every source, and nothing made for another machine."""

import _imp
import re
from collections.abc import Iterator
from pathlib import Path

from infra.bundles.target import Target

MB = 1_000_000

# AWS allows 250 MB for both. These stand a fifth above what is needed, so that a package that brings
# another 10 MB is noticed by whoever adds it, not by a customer whose function starts cold.
LAYER_LIMIT = 65 * MB
CODE_LIMIT = 5.4 * MB

UNCHECKED_HASH = 1  # the flags of a .pyc that is used without a look at its source (PEP 552)
HEADER_BYTES = 16
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_EXTENSION_TAG = re.compile(r"\.(cpython-\d+)")


def check_code(folder: Path, target: Target) -> list[str]:
    return [*_bytecode(folder, target), *_foreign(folder, target), *_size("code", folder, CODE_LIMIT)]


def check_layer(folder: Path, target: Target, lock: str) -> list[str]:
    return [
        *_packages(folder / "python", lock),
        *_bytecode(folder, target),
        *_foreign(folder, target),
        *_size("layer", folder, LAYER_LIMIT),
    ]


def pins(lock: str) -> dict[str, str]:
    """Versions by normalized name, as a list or lock of requirements pins them."""
    return {_normalized(name): version for name, version in _PIN.findall(lock)}


def size(folder: Path) -> int:
    """Bytes, as unzipped in Lambda."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _packages(packages: Path, lock: str) -> Iterator[str]:
    infos = [path.name.removesuffix(".dist-info").rsplit("-", 1) for path in packages.glob("*.dist-info")]
    installed = {_normalized(name): version for name, version in infos}
    wanted = pins(lock)
    for name in sorted(wanted.keys() | installed.keys()):
        if wanted.get(name) != installed.get(name):
            yield f"package {name}: {installed.get(name, 'missing')}, locked {wanted.get(name, 'not at all')}"


def _bytecode(folder: Path, target: Target) -> Iterator[str]:
    expected = set()
    for source in sorted(folder.rglob("*.py")):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{target.tag}.pyc"
        expected.add(compiled)
        problem = _pyc_problem(compiled, source, target.magic)
        if problem:
            yield f"{source.relative_to(folder)}: {problem}"
    for path in sorted(folder.rglob("*")):
        if (path.suffix == ".pyc" or path.parent.name == "__pycache__") and path not in expected:
            yield f"{path.relative_to(folder)}: belongs to no source or to another Python"


def _pyc_problem(compiled: Path, source: Path, magic: int) -> str | None:
    try:
        header = compiled.read_bytes()[:HEADER_BYTES]
    except FileNotFoundError:
        return "not compiled"
    whole_magic = magic.to_bytes(2, "little") + b"\r\n"
    if header[:4] != whole_magic:
        return f"compiled by another Python: its .pyc begins with {header[:4]!r}, not with {whole_magic!r}"
    if int.from_bytes(header[4:8], "little") != UNCHECKED_HASH:
        return "its .pyc would be compared with the source at every start"
    if header[8:] != _imp.source_hash(int.from_bytes(whole_magic, "little"), source.read_bytes()):
        return "changed since it was compiled"
    return None


def _foreign(folder: Path, target: Target) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix not in (".so", ".pyd", ".dll", ".dylib"):
            continue
        tag = _EXTENSION_TAG.search(path.name)
        if tag and tag[1] != target.tag:
            yield f"{path.relative_to(folder)}: for another Python than {target.tag}"
        if target.elf_machine is not None and _elf_machine(path) != target.elf_machine:
            yield f"{path.relative_to(folder)}: for another machine than Lambda's"


def _elf_machine(path: Path) -> int | None:
    with path.open("rb") as file:
        header = file.read(20)
    return int.from_bytes(header[18:20], "little") if header.startswith(b"\x7fELF") else None


def _size(name: str, folder: Path, limit: float) -> Iterator[str]:
    if size(folder) > limit:
        yield f"{name}: {size(folder) / MB:.1f} MB unzipped, over its limit of {limit / MB:g} MB"


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
