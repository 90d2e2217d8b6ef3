"""Imports handlers from bundles as Lambda does, where nothing may be written, and tells what happened.

Runs in an interpreter of its own that sees the standard library and the bundles, and nothing else. The user
may be root, whom modes of files do not stop, so an audit hook forbids writing.
"""

import importlib
import json
import os
import sys
from typing import Any

CHANGES = {
    f"os.{name}" for name in ("mkdir", "rename", "remove", "rmdir", "truncate", "link", "symlink", "chmod")
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def import_all(roots: list[str], handlers: list[str]) -> dict[str, Any]:
    """`compiled`: sources of the bundles that were compiled; `written`: files that someone wanted to change;
    `failed`: what was raised, by handler; `modules`: how many came from the bundles."""
    compiled: list[str] = []
    written: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "compile" and str(arguments[1]).startswith(tuple(roots)):
            compiled.append(str(arguments[1]))
        changing = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if event in CHANGES or changing:
            written.append(str(arguments[0]))
            raise PermissionError(30, "Read-only file system", str(arguments[0]))

    sys.path[:0] = roots
    sys.addaudithook(watch)
    failed = {handler: error for handler in handlers if (error := _import(handler))}
    origins = [str(getattr(module, "__file__", "")) for module in list(sys.modules.values())]
    bundled = [origin for origin in origins if origin.startswith(tuple(roots))]
    return {
        "path": sys.path,
        "compiled": compiled,
        "written": written,
        "failed": failed,
        "modules": len(bundled),
    }


def _import(handler: str) -> str | None:
    module, _, name = handler.rpartition(".")
    try:
        getattr(importlib.import_module(module), name)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
        return repr(error)
    return None


if __name__ == "__main__":
    print(json.dumps(import_all(*json.loads(sys.argv[1]))))
