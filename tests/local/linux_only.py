"""What macOS, with the make 3.81 and the bash 3.2 that come with it, lacks of what Linux has.

Names of the standard library are read from the stubs that mypy ships: they say for each name on which systems
it is. The rest is written down here.
"""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

LINUX, MAC = "linux", "darwin"

NO_MODULES = r"dbus|inotify|inotify_simple|ossaudiodev|prctl|pyinotify|pyroute2|pyudev|spwd|systemd"

NOT_MEANT_ALIKE = {
    "socket": {
        "SOCK_SEQPACKET": "AF_UNIX has none on macOS",
        "SOCK_RDM": "AF_UNIX has none on macOS",
        "SO_REUSEPORT": "Linux shares connections out, macOS gives all to the last who bound",
        "SO_PEERCRED": "LOCAL_PEERCRED on macOS, in another shape",
        "TCP_QUICKACK": "macOS has none",
        "TCP_USER_TIMEOUT": "macOS has none",
    },
    "os": {
        "sched_getaffinity": "macOS binds no process to a core",
        "sendfile": "its arguments mean something else",
        "getrandom": "macOS has none",
    },
    "resource": {"RLIMIT_AS": "macOS does not enforce it"},
    "signal": {"sigtimedwait": "macOS has none", "sigwaitinfo": "macOS has none"},
}
"""Names that the stubs grant to macOS, and what is wrong with them there."""

NO_METHODS = {
    "psutil": r"cpu_affinity|cpu_num|gids_saved|io_counters|ionice|memory_maps|net_connections"
    r"|num_ctx_switches_forced|rlimit|sensors_fans|sensors_temperatures|pss|uss|swap"
    r"|PROCFS_PATH|memory_full_info|connections"
}
"""Attributes of a library's objects: missing on macOS, or for root alone."""

NO_PATHS = r"(?<![\w.])/(proc|sys|run|dev/(shm|full))(?![\w-])|^\0."
"""In any text of a program; the last is an address in Linux's abstract name space."""

NEWER_MAKE = {
    "3.82": r"^\.(ONESHELL|SHELLFLAGS|RECIPEPREFIX)|^\s*(undefine|private)\s|^\s*define\s+\S+\s*[:+?]?=",
    "4.0": r"^\s*[\w.-]+\s*!=|::=|\$\((file|guile)\s|^-?load\s",
    "4.2": r"\.SHELLSTATUS",
    "4.3": r"&:|\.EXTRA_PREREQS",
    "4.4": r"\$\((let|intcmp)\s|\.WAIT\b|\.NOTINTERMEDIATE",
}
"""By the version of make that brought them."""

NEWER_BASH = (
    r"\b(mapfile|readarray|coproc)\b|\b(declare|local|typeset)\s+-\w*[Anlug]|\bwait\s+-n|\[\[\s+-v\s"
    r"|\$\{\w+(,|\^|@)|&>>|\|&|;;?&(?!&)|\bglobstar\b|\b(BASHPID|EPOCHSECONDS|EPOCHREALTIME)\b|%\("
)
"""All that came after bash 3.2."""

GNU_COMMANDS = (
    r"\bdate\s+(-d|--date|-I|\S*%N)|\bsed\s+(-\w*i\b|-\w*r\b|--)|\breadlink\s+-\w*[fem]|\bgrep\s+-\w*P|\bstat\s+(-c|--)"
    r"|\bxargs\s+-\w*[rd]\b|\bfind\s.*-(printf|regextype)|\bps\s.*--|\bbase64\s+-w|\b(cp|ls|du|df|mktemp|tar|sort)\s+--"
    r"|\binstall\s+-\w*D|\bln\s+-\w*r|\bcp\s+-\w*[duTl]|\bhead\s+-n\s*-|\bkillall\s+-\w*[qw]"
    r"|(^|[\s;&|(@])(timeout|nproc|setsid|flock|tac|md5sum|sha256sum|realpath|taskset|ionice|strace|ss|ip|numfmt|shuf)\s"
)
"""Commands and options that macOS's own tools do not know, or understand otherwise."""


@cache
def missing_names(module: str) -> dict[str, str]:
    """The module's names that macOS lacks, each with why."""
    found = {name: "only Linux has it" for name in _names(module, LINUX) - _names(module, MAC)}
    return found | NOT_MEANT_ALIKE.get(module, {})


def _names(module: str, system: str) -> frozenset[str]:
    """Empty for a module without a stub."""
    stub = _stub(module)
    if stub is None:
        return frozenset()
    return frozenset(_bound(ast.parse(stub.read_text()).body, system))


def _stub(module: str) -> Path | None:
    mypy = importlib.util.find_spec("mypy")
    assert mypy is not None
    assert mypy.origin is not None
    path = (Path(mypy.origin).parent / "typeshed" / "stdlib").joinpath(*module.split("."))
    return next((one for one in (path.with_suffix(".pyi"), path / "__init__.pyi") if one.exists()), None)


def _bound(body: list[ast.stmt], system: str) -> Iterator[str]:
    """What a stub's statements bind on this system."""
    for statement in body:
        match statement:
            case ast.If(test=test, body=then, orelse=other):
                yield from _bound(then if _holds(test, system) else other, system)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (one.asname or one.name for one in names)


def _holds(test: ast.expr, system: str) -> bool:
    """Stubs ask for nothing but the system and the version."""
    asked = SimpleNamespace(platform=system, version_info=sys.version_info)
    return bool(eval(compile(ast.Expression(test), "stub", "eval"), {"sys": asked}))  # noqa: S307 - mypy's own
