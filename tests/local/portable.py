"""Looks through programs for what only Linux has."""

import ast
import re
from collections.abc import Iterator

from tests.local.linux_only import (
    GNU_COMMANDS,
    NEWER_BASH,
    NEWER_MAKE,
    NO_METHODS,
    NO_MODULES,
    NO_PATHS,
    missing_names,
)


def python_findings(source: str) -> list[str]:
    """A line for each name, module and path in this Python program that macOS does not have."""
    tree = ast.parse(source)
    modules = _imported(tree)
    found = [
        *_absent_modules(tree),
        *_absent_names(tree, modules),
        *_absent_methods(tree),
        *_absent_paths(tree),
    ]
    return [f"line {line}: {what}" for line, what in sorted(found)]


def shell_findings(script: str) -> list[str]:
    """The same of a shell script."""
    return [
        f"line {number}: {match.group().strip()}: {why}"
        for number, line in _lines(script)
        for why, pattern in (("bash 3.2 has none", NEWER_BASH), ("not on macOS", GNU_COMMANDS))
        for match in re.finditer(pattern, line)
    ]


def make_findings(makefile: str) -> list[str]:
    """The same of a Makefile and the recipes in it."""
    newer = [
        f"line {number}: {match.group().strip()}: make has it since {version}"
        for number, line in _lines(makefile)
        for version, pattern in NEWER_MAKE.items()
        for match in re.finditer(pattern, line)
        if not (line.startswith("\t") and pattern.startswith("^"))
    ]
    return newer + shell_findings(makefile)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered; comments are none."""
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if not line.startswith("#"))


def _imported(tree: ast.AST) -> dict[str, str]:
    """Modules by the names that they have in this program."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.Import))
    return {one.asname or one.name: one.name for statement in statements for one in statement.names}


def _absent_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        yield from ((node.lineno, name) for name in names if re.fullmatch(NO_MODULES, name.split(".")[0]))


def _absent_names(tree: ast.AST, modules: dict[str, str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for one in node.names:
                yield from _named(node.lineno, node.module, one.name)
        elif isinstance(node, ast.Attribute):
            module = modules.get(ast.unparse(node.value))
            if module is not None:
                yield from _named(node.lineno, module, node.attr)


def _named(line: int, module: str, name: str) -> Iterator[tuple[int, str]]:
    why = missing_names(module).get(name)
    if why:
        yield line, f"{module}.{name}: {why}"


def _absent_methods(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Whatever object they are of, in a program that imports the library."""
    text = ast.unparse(tree)
    for library, names in NO_METHODS.items():
        if re.search(rf"^\s*(import|from) {library}\b", text, re.MULTILINE):
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and re.fullmatch(names, node.attr):
                    yield node.lineno, node.attr


def _absent_paths(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(NO_PATHS, node.value):
            yield node.lineno, repr(node.value)
