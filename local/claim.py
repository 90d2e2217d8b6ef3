"""What a run needs for itself alone: this folder and a port."""

import errno
import fcntl
import json
import os
import shutil
import socket
from pathlib import Path
from typing import IO, Any

from local.settings import Folders

BACKLOG = 1024
PROVIDER_PORT = "provider-port"
KEPT = ("sandbox.sqlite", "sandbox.sqlite-wal", "sandbox.sqlite-shm", "cloud", "outbox")


class Refused(RuntimeError):
    """The run cannot start; the text is for whoever asked for it."""


def claim_folder(folders: Folders) -> IO[str]:
    """Lock `.local/` for this process's life. Raises Refused while another run holds it, or if there can be
    no such folder."""
    try:
        folders.home.mkdir(exist_ok=True)
        lock = folders.lock.open("a+")
    except OSError as error:
        raise Refused(f"{folders.home} cannot be the folder of a run: {error.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(f"PaidOnce already runs from this folder{_where(folders.run_file)}") from None
    return lock


def empty(folders: Folders, *, keep: bool) -> None:
    """Remove what an earlier run left, a killed one too; with `keep`, all but the state worth keeping."""
    for entry in folders.home.iterdir():
        if entry == folders.lock or (keep and entry.name in KEPT):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for folder in (folders.logs, folders.scratch, folders.cloud):
        folder.mkdir(exist_ok=True)


def parse_port(text: str) -> int:
    """The port named by PORT. Raises Refused if it is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}")


def listen(port: int) -> socket.socket:
    """A listening loopback socket; port 0 is the system's choice. Raises Refused if it cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
        raise Refused(
            f"Port {port} {reason}; choose another, for example: make run PORT={port + 1}"
        ) from None
    return listener


def listen_for_provider(folders: Folders) -> socket.socket:
    """A listening loopback socket on the port that the payment provider had in the run before, if it can be
    had: versions of functions keep its address for as long as executions go on with them."""
    try:
        return listen(parse_port((folders.home / PROVIDER_PORT).read_text()))
    except (OSError, Refused):
        return listen(0)


def keep_provider_port(folders: Folders, provider: socket.socket) -> None:
    (folders.home / PROVIDER_PORT).write_text(str(provider.getsockname()[1]))


def write_run_file(path: Path, run: dict[str, Any]) -> None:
    """Tell `ops` and tests where the shop is; whoever reads sees all of it or nothing."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(run, indent=2) + "\n")
    os.replace(fresh, path)


def _where(run_file: Path) -> str:
    try:
        run = json.loads(run_file.read_text())
        return f": {run['url']} (pid {run['pid']})"
    except (OSError, ValueError, KeyError):
        return " and is starting or stopping"
