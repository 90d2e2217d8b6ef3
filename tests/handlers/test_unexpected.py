"""What nobody foresaw is answered without a word of what it was about, and logged without it too."""

import importlib
import json
import logging
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ClientError

import functions
from functions.live import on_socket, socket
from functions.recovery import on_webhook
from functions.shared import api, observe
from functions.shared.errors import TransientError
from functions.shared.observe import UNEXPECTED, PlainErrors, logger
from harness.api import proxy_event
from harness.routes import Route
from tests.handlers.shop import Shop, context

ROOT = Path(functions.__path__[0])
ENTRIES = [
    importlib.import_module(".".join(("functions", path.parent.name, path.stem)))
    for path in sorted(ROOT.glob("*/api_*.py"))
]
ADDRESS = "ada@example.com"
TOLD = f"no mail to 'Ada Lovelace', Via Roma 1, at {ADDRESS} with pi_1_secret_2"
ERRORS = [
    (RuntimeError(TOLD), 500),
    (ValueError(TOLD), 500),
    (TransientError(TOLD), 503),
    (ClientError({"Error": {"Code": "ValidationException", "Message": TOLD}}, "PutItem"), 503),
]
BUSY = ClientError({"Error": {"Code": "ThrottlingException", "Message": TOLD}}, "PutItem")
COUNTED = [(error, 0 if isinstance(error, TransientError) else 1) for error, _ in ERRORS] + [(BUSY, 0)]
"""What takes a release back (infra/parts/releases.py): what broke in our own code."""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(observe, "count", found.append)
    return found


def each_route(app: Any) -> list[Any]:
    found = [*app._static_routes, *app._dynamic_routes]
    assert found
    return found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("error", "status"), ERRORS, ids=lambda one: type(one).__name__)
@pytest.mark.leaking
def test_an_unexpected_error_is_answered_without_its_text(
    shop: Shop, entry: ModuleType, error: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise error

    for route in each_route(entry.app):
        monkeypatch.setattr(route, "func", broken)
        monkeypatch.setattr(route, "_middleware_stack", broken)
        monkeypatch.setattr(route, "_middleware_stack_built", False)
        called = route.path.replace("<", "").replace(">", "")
        event = proxy_event(Route(route.method, called, "", True), called, {}, {}, {}, "own_1")
        answer = entry.handle(event, context())
        assert answer["statusCode"] == status, (route.method, called, answer)
        assert "Ada" not in answer["body"]
        assert "Roma" not in answer["body"]
        assert "secret" not in answer["body"]


@pytest.mark.parametrize(("error", "status"), ERRORS, ids=lambda one: type(one).__name__)
@pytest.mark.leaking
def test_an_event_of_the_providers_is_refused_without_its_text(error: Exception, status: int) -> None:
    assert on_webhook._problem(error).status == status
    assert "Ada" not in json.dumps(on_webhook._problem(error).as_dict())


@pytest.mark.parametrize(("error", "times"), COUNTED, ids=str)
@pytest.mark.parametrize("entry", ENTRIES[:1], ids=lambda one: one.__name__)
@pytest.mark.leaking
def test_what_breaks_in_our_own_code_is_counted_wherever_it_is_answered(
    entry: ModuleType, error: Exception, times: int, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Routes (all answer by the same rules), the provider's events, the socket's handshake and messages."""

    def broken(*_: Any, **__: Any) -> None:
        raise error

    (route, *_) = each_route(entry.app)
    monkeypatch.setattr(route, "func", broken)
    monkeypatch.setattr(route, "_middleware_stack", broken)
    monkeypatch.setattr(route, "_middleware_stack_built", False)
    called = route.path.replace("<", "").replace(">", "")
    entry.handle(proxy_event(Route(route.method, called, "", True), called, {}, {}, {}, "own_1"), context())
    on_webhook._problem(error)
    socket._refusal(error, dict(socket._COMMON))
    monkeypatch.setattr(on_socket, "open_connection", broken)
    on_socket._connect({"requestContext": {"connectionId": "c"}})

    assert counted == [UNEXPECTED] * (4 * times)


def test_every_entry_answers_by_the_same_rules() -> None:
    assert all(isinstance(entry.app, api._Router) for entry in ENTRIES)


def written(error: Exception) -> str:
    """The line as it goes to the log."""
    record = logging.LogRecord(
        "paidonce", logging.ERROR, __file__, 1, "broken", (), (type(error), error, None)
    )
    formatter = logger.registered_formatter
    assert isinstance(formatter, PlainErrors)
    return str(formatter.format(record))


def test_an_error_is_logged_with_where_it_was_raised_and_without_what_it_quotes() -> None:
    try:
        try:
            raise RuntimeError(TOLD)
        except RuntimeError as first:
            raise KeyError(ADDRESS) from first
    except KeyError as second:
        line = written(second)

    assert "KeyError: ..." in line
    assert "RuntimeError: no mail to ..., Via Roma 1, at ... with ..." in line
    assert "test_unexpected.py" in line
    assert ADDRESS not in line
