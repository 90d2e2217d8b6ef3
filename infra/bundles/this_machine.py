"""Bundles that can be run where they are made: the same code makes them, from the same lock."""

import importlib.util
import sys

from infra.bundles.target import HERE, Target

THIS_MACHINE = Target(
    python=f"{sys.version_info.major}.{sys.version_info.minor}",
    magic=int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little"),
    platforms=(),
    elf_machine=None,
    compiler=(sys.executable, "-I", str(HERE / "compile_tree.py")),
    compiler_version=sys.version,
)
