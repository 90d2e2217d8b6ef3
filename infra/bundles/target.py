"""What bundles are made for: a Python, a platform, and the compiler that makes its bytecode."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
ELF_AARCH64 = 183


@dataclass(frozen=True)
class Target:
    """`magic` begins every .pyc of this Python; from a minor version's release on it stays as it is.

    `platforms` are tags of wheels, best first; none means the machine at hand. `elf_machine` is the number in
    the head of every compiled extension (None: not looked at). `compiler` is a command to which a folder and
    its place in Lambda are appended (see `compile_tree.py`).
    """

    python: str
    magic: int
    platforms: tuple[str, ...]
    elf_machine: int | None
    compiler: tuple[str, ...]
    compiler_version: str

    @property
    def tag(self) -> str:
        """As it stands in names of files: `cpython-314`."""
        return "cpython-" + self.python.replace(".", "")


def _locked_by_npm(package: str) -> str:
    """Version and hash of a package of package-lock.json."""
    entry = json.loads((ROOT / "package-lock.json").read_text())["packages"][f"node_modules/{package}"]
    return f"{package} {entry['version']} {entry['integrity']}"


LAMBDA = Target(
    python="3.14",
    magic=3627,
    platforms=("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
    elf_machine=ELF_AARCH64,
    compiler=("node", str(HERE / "compile.mjs")),
    compiler_version=_locked_by_npm("pyodide"),
)
