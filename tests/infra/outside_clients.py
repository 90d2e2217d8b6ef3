"""Who is talked to from inside the functions, how long, and how often: read from the code that is shipped."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.shared import aws
from harness.template import ROOT

REACHING = (
    "boto3",
    "botocore",
    "requests",
    "urllib",
    "urllib3",
    "http",
    "httpx",
    "aiohttp",
    "socket",
    "ssl",
    "smtplib",
    "stripe",
)
"""Libraries by which somebody else can be reached."""

ALLOWED = {
    "boto3": ("functions/shared/aws.py",),
    "stripe": ("functions/payment/stripe/",),
    "socket": ("functions/session/valkey.py",),
    "ssl": ("functions/session/valkey.py",),
    "urllib3": ("functions/payment/stripe/kept_connections.py", "functions/account/issuer.py"),
}
"""Where they may be imported; elsewhere only what says how a call went (EXCEPT)."""

EXCEPT = ("botocore.exceptions", "botocore.config", "boto3.dynamodb.types", "http", "urllib.parse")
"""Errors, settings of a client in aws.py, how an item or a path is spelt, and the numbers of statuses."""


@dataclass(frozen=True)
class Limits:
    """Seconds to connect and to read, tries in all, and the longest `pause` between two of them."""

    connect: float
    read: float
    tries: int
    pause: float = 1.0

    @property
    def seconds(self) -> float:
        """Until a call that nobody answers is given up."""
        return self.tries * (self.connect + self.read) + (self.tries - 1) * self.pause


@dataclass(frozen=True)
class Site:
    """One place that makes a client: the file, and the service as boto3 calls it."""

    file: str
    service: str
    limits: Limits


def sources(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


@cache
def sites(longest_wait: int) -> tuple[Site, ...]:
    """Every call of `aws.client`, with the limits that it asks for. `longest_wait` stands for `seconds`, the
    one name that is no constant."""
    return tuple(
        Site(file, ast.literal_eval(call.args[0]), _limits(file, call, longest_wait))
        for file, tree in sources("functions")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "aws.client"
    )


def _limits(file: str, call: ast.Call, longest_wait: int) -> Limits:
    known = vars(importlib.import_module(file.removesuffix(".py").replace("/", "."))) | {
        "seconds": longest_wait
    }
    asked = {word.arg: eval(ast.unparse(word.value), dict(known)) for word in call.keywords}  # noqa: S307 - ours
    defaults = {name: one.default for name, one in inspect.signature(aws.client).parameters.items()}
    chosen: dict[str, Any] = defaults | asked
    return Limits(chosen["connect_seconds"], chosen["read_seconds"], chosen["tries"])


def imports(folder: str) -> Iterator[tuple[str, str]]:
    """File and dotted name of each import of a library that reaches somebody else."""
    for file, tree in sources(folder):
        for node in ast.walk(tree):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                if name.partition(".")[0] in REACHING:
                    yield file, name


def taken_by_name(folder: str, module: str) -> list[str]:
    """Files that import parts of a module, whose calls could not be found by the module's name."""
    return [
        file
        for file, tree in sources(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
    ]


def makers_of_clients(folder: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of boto3 itself."""
    for file, tree in sources(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("boto3."):
                yield file, node
