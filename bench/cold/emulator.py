"""Lambda's runtime interface emulator (RIE), on loopback alone: one process of a function, from nothing to
its first answer.

AWS ships it inside the wheel of aws-sam-cli, which is fetched by pip once, checked by its hash, and unzipped
into .cache; nothing of it is installed. It asks for neither root's folders nor Docker: both of its addresses
can be told.
"""

import contextlib
import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.cold.runtime import FILE
from infra.bundles.target import ROOT

CACHE = ROOT / ".cache" / "emulator"
WHEEL = (
    "aws-sam-cli==1.170.0 --hash=sha256:24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf\n"
)
MEMBER = "samcli/local/rapid/aws-lambda-rie-{machine}"
MACHINES = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
INVOKE = "http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
SECONDS = 120.0

_INIT_MS = re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)")
_INVOKE_MS = re.compile(r"INVOKE RTDONE\(.*duration: ([\d.]+)ms\)")


@dataclass(frozen=True)
class Start:
    """One cold start: INIT and the first invocation, in seconds of the process's CPU (its own meter) and
    in milliseconds of the clock (the emulator's report). `log` is what both wrote, `modules` where each
    module came from, if that was asked for."""

    init_cpu: float
    first_cpu: float
    init_ms: float
    first_ms: float
    answer: Any
    log: str
    modules: dict[str, str]


class NotStarted(Exception):
    """The function gave no answer; the message is the emulator's log."""


def emulator(cache: Path = CACHE) -> Path:
    """The emulator's program, fetched if nobody has done so yet. Raises CalledProcessError."""
    program = cache / Path(MEMBER.format(machine=MACHINES[platform.machine()])).name
    if not program.exists():
        with TemporaryDirectory() as folder:
            listed = Path(folder) / "wheel.txt"
            listed.write_text(WHEEL)
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
            command = [
                *pip,
                "--no-deps",
                "--only-binary=:all:",
                "--require-hashes",
                "--requirement",
                str(listed),
                "--dest",
                folder,
            ]
            subprocess.run(command, check=True, timeout=600)  # noqa: S603 - our own words
            (wheel,) = Path(folder).glob("*.whl")
            _unzip(wheel, program)
    return program


def _unzip(wheel: Path, program: Path) -> None:
    program.parent.mkdir(parents=True, exist_ok=True)
    partial = program.with_suffix(".partial")
    with zipfile.ZipFile(wheel) as archive:
        partial.write_bytes(archive.read(f"samcli/local/rapid/{program.name}"))
    partial.chmod(0o755)
    partial.rename(program)


def start(command: Sequence[str], environment: dict[str, str], event: Any) -> Start:
    """Start a process of a function, and send it this event. Raises NotStarted."""
    with TemporaryDirectory(prefix="bench-cold-") as folder:
        meter, log = Path(folder) / "meter", Path(folder) / "log"
        port, runtime_port = _free_ports(2)
        addresses = [
            *("--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
            *("--runtime-api-address", f"127.0.0.1:{runtime_port}"),
        ]
        with _running([str(emulator()), *addresses, *command], environment | {FILE: str(meter)}, log):
            answer = _invoke(port, event)
        return _started(answer, meter, log.read_text(errors="replace"))


def _started(answer: Any, meter: Path, log: str) -> Start:
    noted = [json.loads(line) for line in meter.read_text().splitlines()] if meter.exists() else []
    init_ms, first_ms = _INIT_MS.search(log), _INVOKE_MS.search(log)
    handled = [one for one in noted if one["moment"] == "handled"]
    if not (handled and init_ms and first_ms):
        raise NotStarted(f"{answer}\n{log}")
    return Start(
        init_cpu=noted[0]["cpu"],
        first_cpu=handled[0]["cpu"] - noted[0]["cpu"],
        init_ms=float(init_ms[1]),
        first_ms=float(first_ms[1]),
        answer=answer,
        log=log,
        modules=handled[0].get("modules", {}),
    )


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """The emulator and what it starts are a group of processes of their own, ended together."""
    with log.open("w") as written:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, env=environment, stdout=written, stderr=written, start_new_session=True, cwd=log.parent
        )
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _invoke(port: int, event: Any) -> Any:
    request = urllib.request.Request(INVOKE.format(port=port), data=json.dumps(event).encode())  # noqa: S310
    end = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - loopback
                return json.loads(answer.read() or b"null")
        except ConnectionError:
            _wait(end)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            _wait(end)


def _wait(end: float) -> None:
    if time.monotonic() > end:
        raise NotStarted("the emulator does not listen")
    time.sleep(0.01)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports
