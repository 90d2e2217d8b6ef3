"""HTTP stays at the door: use cases raise the domain's errors, and entry points say which problem each is."""

import ast
from pathlib import Path

import pytest

import functions

ROOT = Path(functions.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.name != "__init__.py")
HTTP = {"functions.shared.api", "functions.shared.problems", "http", "pydantic"}


def imported(path: Path) -> set[str]:
    """The modules that a module imports, each also by the names it takes out of a package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def speaks_http(path: Path) -> bool:
    """Entry points of HTTP routes, the bodies that they take, the messages of the socket, and what they all
    share."""
    shared = {ROOT / "shared" / name for name in ("api.py", "cors.py", "problems.py")}
    shared.add(ROOT / "live" / "socket.py")
    taken = ("on_webhook.py", "bodies.py", "messages.py", "operator_requests.py")
    taken += ("looks.py", "look_pages.py", "data_calls.py")
    return path.name.startswith("api_") or path.name in taken or path in shared


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_door_speaks_http(path: Path) -> None:
    assert speaks_http(path) or not imported(path) & HTTP
