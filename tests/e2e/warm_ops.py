"""`python -m ops`, for those who run it often: what it imports is imported once.

As a process (`python -m tests.e2e.warm_ops`) it reads a command's arguments as a line of JSON and answers
with `[exit status, stdout, stderr]`. Each command runs in a fork, so that none finds what another one left.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import boto3

from local.settings import ROOT, forget_developers_aws
from ops.__main__ import main

SECONDS = 900
SERVICES = ("cloudformation", "dynamodb", "secretsmanager", "stepfunctions", "s3")


class WarmOps:
    """Commands for the run in the folder `home`, one at a time; safe for many threads. It ends with the
    process that started it."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.warm_ops"],
            cwd=ROOT,
            # Forks on macOS may not ask the system for its proxies.
            env=os.environ | {"PAIDONCE_HOME": str(home), "NO_PROXY": "*", "no_proxy": "*"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._lock = threading.Lock()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(arguments) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        assert answer, "whoever runs the commands is gone"
        return subprocess.CompletedProcess(arguments, *json.loads(answer))

    def stop(self) -> None:
        self._process.communicate(timeout=SECONDS)


def _serve() -> None:
    forget_developers_aws()
    for service in SERVICES:
        boto3.client(service)  # their descriptions are read once, for all forks
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)


def _run(arguments: list[str]) -> list[Any]:
    with TemporaryFile() as out, TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            _become(out, err)
            os._exit(_status(arguments))  # the interpreter's own way out takes longer than the command
        _, status = os.waitpid(pid, 0)
        return [os.waitstatus_to_exitcode(status), _text(out), _text(err)]


def _become(out: IO[bytes], err: IO[bytes]) -> None:
    """A process of its own: nothing to read, its output where it is looked for, and not for ever."""
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    signal.alarm(SECONDS)


def _status(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it must not become another server
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _text(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read().decode()


if __name__ == "__main__":
    _serve()
