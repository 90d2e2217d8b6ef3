"""Whatever is asked of a command: one clear line on stderr, exit 2, nothing on stdout."""

import io
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError

from ops import __main__ as ops
from ops import target
from ops.commands import checks, sessions, stock
from ops.errors import CommandError

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [
    *(
        "audit",
        "set-stock",
        "find-order",
        "load-catalog",
        "load-mail-texts",
        "load-shop",
        "rotate-session-keys",
        "revoke-session-key",
    ),
    *("list-returns", "show-return", "accept-return", "reject-return"),
    *("reconcile", "retry-stuck", "settle-stuck", "open-breaker", "close-breaker"),
]


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No shop runs here, and what a command would do to the environment is undone."""
    for name, value in os.environ.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN", *target.VARIABLES):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PAIDONCE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops, "connect", lambda aws: None)


def refused(capsys: Capture, *arguments: str) -> str:
    """The one line that is said."""
    assert ops.main(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1
    assert said.err.rstrip("\n").isprintable()
    assert len(said.err) < 700
    return said.err


def test_payments_that_are_on_their_way_are_looked_at_and_never_cured(
    connected: None, capsys: Capture
) -> None:
    assert "--until-now goes with --dry-run" in refused(capsys, "reconcile", "--until-now", "--yes")


@pytest.mark.parametrize("argument", ["", " ", "a b", "../x", "ord_", "x" * 100_000, "\0"])
@pytest.mark.parametrize("command", ["redrive-dead-letters", "retry-stuck", "settle-stuck"])
@pytest.mark.usefixtures("connected")
def test_what_can_be_no_name_is_not_even_looked_for(command: str, argument: str, capsys: Capture) -> None:
    why = [] if command == "redrive-dead-letters" else ["--why", "x"]
    refused(capsys, command, argument, *why, "--yes")


NO_OPTIONS = ("-", "-1", "--no", "--yes=1")
NO_NUMBERS = ("5.5", "1e3", "٣")
HOSTILE = ["", " ", *NO_OPTIONS, *NO_NUMBERS, "🍕", "a\nb", "\0", "\udcff", "%s", "x" * 100_000]


@pytest.mark.parametrize("argument", [pytest.param(text, id=ascii(text[:9])) for text in HOSTILE])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("connected")
def test_a_hostile_argument_is_one_clear_line(
    command: str, argument: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "set_stock", _unsold)
    monkeypatch.setattr(sessions, "revoke_session_key", _unsold)
    monkeypatch.setattr(sessions, "rotate_session_keys", pytest.fail)
    monkeypatch.setattr(checks, "audit", pytest.fail)
    refused(capsys, command, argument, *(["5"] if command == "set-stock" else []))


def _unsold(name: str, *_: Any) -> Any:
    raise CommandError(f"there is no {name!r}")


@pytest.mark.parametrize("command", [*COMMANDS, "", "🍕", "AUDIT", "x" * 100_000, "--version", "-x", "--aw"])
def test_what_lacks_something_or_is_no_command_is_one_clear_line(command: str, capsys: Capture) -> None:
    assert refused(capsys, command).startswith("ops: ")


def test_no_command_at_all_is_one_clear_line(capsys: Capture) -> None:
    assert "COMMAND" in refused(capsys)


@pytest.mark.parametrize("units", ["-5", "1000001", "9" * 5000, "5.0", "true", "٣", "", "0x5", "1_000", " 5"])
@pytest.mark.usefixtures("connected")
def test_units_are_a_whole_number_up_to_a_million(units: str, capsys: Capture) -> None:
    assert "a whole number from 0 to 1000000" in refused(capsys, "set-stock", "water", units)


@pytest.mark.parametrize("order", ["ord_x", "pi_", "pi_../charges", "ORD_" + "a" * 32, "ord_" + "a" * 33])
@pytest.mark.usefixtures("connected")
def test_what_names_no_order_is_not_even_looked_for(order: str, capsys: Capture) -> None:
    assert "ord_..." in refused(capsys, "find-order", order)


def test_a_corrupt_catalog_is_refused_with_file_and_line_before_the_shop_is_looked_for(
    tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "menu.json"
    file.write_text('{\n"products": [\n7]}')
    assert refused(capsys, "load-catalog", str(file)) == f"{file}:3: a product: an object, not 7\n"


KEY_COMMANDS = [["rotate-session-keys"], ["revoke-session-key", "k1"]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch, connected: None) -> list[str]:
    """What was done to the keys."""
    done: list[str] = []

    def note(*given: Any) -> dict[str, Any]:
        done.append(given[0] if len(given) > 1 else "new")
        return {}

    monkeypatch.setattr(sessions, "rotate_session_keys", note)
    monkeypatch.setattr(sessions, "revoke_session_key", note)
    return done


@pytest.mark.parametrize("stdin", [io.StringIO("yes\n"), None])
@pytest.mark.parametrize("command", KEY_COMMANDS)
def test_without_a_terminal_and_without_yes_the_keys_stay(
    command: list[str],
    stdin: Any,
    changed: list[str],
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    assert "--yes" in refused(capsys, *command)
    assert not changed


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("YES\n", 0), ("n\n", 2), ("\n", 2), ("", 2)])
@pytest.mark.parametrize("command", KEY_COMMANDS)
def test_on_a_terminal_the_keys_are_changed_after_a_yes(
    command: list[str], answer: str, status: int, changed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert ops.main(command) == status
    assert bool(changed) == (status == 0)


@pytest.mark.parametrize("command", KEY_COMMANDS)
def test_with_yes_nobody_is_asked(
    command: list[str], changed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert ops.main([*command, "--yes"]) == 0
    assert len(changed) == 1


@pytest.mark.usefixtures("connected")
def test_a_service_that_fails_is_one_clear_line(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    throttled = ClientError({"Error": {"Code": "Throttling", "Message": "slow\ndown"}}, "Scan")
    monkeypatch.setattr(checks, "audit", Mock(side_effect=throttled))
    assert "the shop did not answer" in refused(capsys, "audit")


@pytest.mark.usefixtures("connected")
def test_an_interrupted_command_leaves_no_traceback(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "audit", Mock(side_effect=KeyboardInterrupt))
    assert ops.main(["audit"]) == 130
    assert capsys.readouterr().err == "ops: interrupted\n"


STRANGE_HOSTS = ("example.org", "127.0.0.1:80@example.org")
GOOD_RUN = {"pid": os.getpid(), "endpoint_url": "http://127.0.0.1:9", "region": "eu-west-1"}


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "7", "null", '"text"', "{}", "[" * 100_000),
        *(json.dumps(GOOD_RUN | {"pid": pid}) for pid in ("1", True, 0, -1, 10**30, 1.5)),
        *(json.dumps(GOOD_RUN | {"endpoint_url": f"http://{host}"}) for host in STRANGE_HOSTS),
        *(
            json.dumps(GOOD_RUN | wrong)
            for wrong in ({"endpoint_url": None}, {"region": 7}, {"region": "a b"})
        ),
    ],
    ids=str.__len__,  # their text holds this process's id, which another does not have
)
def test_a_broken_run_file_is_one_clear_line(
    text: str, nowhere: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "kill", pytest.fail)
    (nowhere / "run.json").write_text(text)
    assert "run.json is broken" in refused(capsys, "audit")


def test_a_run_file_that_cannot_be_read_is_no_running_shop(nowhere: Path, capsys: Capture) -> None:
    (nowhere / "run.json").write_bytes(b"\xff\xfe")
    assert "no shop is running" in refused(capsys, "audit")
    (nowhere / "run.json").unlink()
    (nowhere / "run.json").mkdir()
    assert "no shop is running" in refused(capsys, "audit")


def test_a_run_that_was_killed_is_no_running_shop(nowhere: Path, capsys: Capture) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (nowhere / "run.json").write_text(json.dumps(GOOD_RUN | {"pid": ended.pid}))
    assert "no shop is running" in refused(capsys, "audit")


@pytest.fixture
def stranger() -> Iterator[str]:
    """Somebody else's server on the port that the run file names; answers everything the same."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                for _ in range(20):
                    connection, _ = listener.accept()
                    connection.recv(65536)
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
                    )
                    connection.close()
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def test_a_strangers_server_is_one_clear_line(stranger: str, nowhere: Path, capsys: Capture) -> None:
    (nowhere / "run.json").write_text(json.dumps(GOOD_RUN | {"endpoint_url": stranger}))
    assert "the shop's stacks cannot be read" in refused(capsys, "audit")


has_a_full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def run(script: str) -> "subprocess.CompletedProcess[str]":
    """A shell's line in which $OPS is the command, its stdout buffered as it is by default."""
    environment = os.environ | {"OPS": f"{sys.executable} -m ops", "PYTHONPATH": str(ROOT)}
    environment["PYTHONUNBUFFERED"] = ""
    return subprocess.run(
        ["/bin/bash", "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1800
    )


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("$OPS set-stock x -5 | true; exit ${PIPESTATUS[0]}", 2),
        ("$OPS audit >&-", 2),
        ("$OPS audit 2>&-", 2),
        ("$OPS audit >&- 2>&-", 2),
        pytest.param("$OPS audit <&- >/dev/full", 2, marks=has_a_full_disk),
        ("$OPS --help | true; exit ${PIPESTATUS[0]}", 0),
        pytest.param("$OPS --help >/dev/full", 0, marks=has_a_full_disk),
    ],
)
def test_closed_streams_leave_no_traceback(script: str, status: int) -> None:
    done = run(script)
    assert done.returncode == status
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.stderr.count("\n") <= 1


# An audit with much to say, of a shop that needs no connection.
PROGRAM = """
import sys
from ops import __main__ as ops
from ops.commands import checks
ops.connect = lambda aws: None
checks.audit = lambda: {"ok": True, "violations": "x" * SIZE}
status = ops.main(["audit"])
ops.flush()
sys.exit(status)
"""
SMALL, LARGE = (f"{sys.executable} -c '{PROGRAM.replace('SIZE', size)}'" for size in ("1", "200_000"))


@pytest.mark.parametrize(
    "script",
    [
        f"{LARGE} | true; exit ${{PIPESTATUS[0]}}",
        f"{LARGE} >&-",
        pytest.param(f"{LARGE} >/dev/full", marks=has_a_full_disk),
        pytest.param(f"{SMALL} >/dev/full", marks=has_a_full_disk),
    ],
)
def test_a_result_that_nobody_takes_is_said_in_one_line(script: str) -> None:
    done = run(script)
    assert done.returncode == 2
    assert done.stderr.startswith("ops: the command went through, its result could not be written: ")
    assert done.stderr.count("\n") == 1
