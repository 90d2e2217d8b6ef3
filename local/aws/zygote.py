"""The fork server: imports the heavy packages once, then forks a ready worker for each request.

Run as `python -P zygote.py CONTROL LIFELINE`. CONTROL is a SEQPACKET socket to the cloud process: each message is
`{"code", "handler", "env", "log", "cwd"}` with one file descriptor, the worker's channel; the answer is its pid.
LIFELINE is the read end of a pipe that only the cloud process holds open: when that process dies, however it
dies, this process and every worker see the end of the pipe and leave.
"""

import array
import functools
import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
from types import ModuleType
from typing import Any

# What handlers import. Those that are not installed are skipped: the handler's own import will complain.
PRELOAD = (
    "boto3",
    "botocore.handlers",
    "botocore.signers",
    "botocore.httpsession",
    "botocore.parsers",
    "botocore.retries.standard",
    "boto3.dynamodb.types",
    "boto3.dynamodb.conditions",
    "pydantic",
    "jwt",
    "stripe",
    "aws_lambda_powertools",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.utilities.typing",
    "aws_lambda_powertools.utilities.idempotency",
    "aws_lambda_powertools.utilities.parameters",
    "aws_lambda_powertools.utilities.batch",
    "aws_lambda_powertools.utilities.data_classes",
)
# Their service descriptions are parsed once, here, and shared by every worker.
SERVICES = ("dynamodb", "stepfunctions", "lambda", "secretsmanager", "sqs", "events")
DESCRIPTOR_BYTES = array.array("i").itemsize


def main(control_fd: int, lifeline: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the launcher's to handle
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies: the cloud watches channels, not pids
    _preload()
    worker = _load_worker_module()
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=control_fd)
    while True:
        message, ancillary, _flags, _address = control.recvmsg(1 << 20, socket.CMSG_SPACE(DESCRIPTOR_BYTES))
        if not message:
            os._exit(0)
        channel_fd = array.array("i", ancillary[0][2])[0]
        pid = os.fork()
        if pid == 0:
            control.close()
            _become_worker(worker, json.loads(message), channel_fd, lifeline)
        os.close(channel_fd)
        control.send(str(pid).encode())


def _become_worker(worker: ModuleType, order: dict[str, Any], channel_fd: int, lifeline: int) -> None:
    """Turn the forked child into the worker; never returns."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        worker.leave_with(lifeline)
        worker.serve(socket.socket(fileno=channel_fd), order["code"], order["handler"])
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - the child must not fall back into the fork server's loop
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _preload() -> None:
    for name in PRELOAD:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    try:
        import boto3
        from botocore.loaders import JSONFileLoader
    except ImportError:
        return
    # Sessions each parse the same megabytes again; remember the parsed files for the process's life.
    JSONFileLoader.load_file = functools.lru_cache(None)(JSONFileLoader.load_file)  # type: ignore[method-assign]
    session = boto3.Session(region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")  # noqa: S106 - never sent
    for service in SERVICES:
        session.client(service)


def _load_worker_module() -> ModuleType:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
    spec = importlib.util.spec_from_file_location("_local_lambda_worker", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"no worker module at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
