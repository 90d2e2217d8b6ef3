"""The embedded cloud: `python -m local.aws --home .local/cloud [--fd N]`.

Serves MiniStack, patched, on a loopback socket: the one inherited as file descriptor N, or one of the
system's choice, whose address is then printed. Stops on SIGTERM or SIGINT.
"""

import argparse
import asyncio
import faulthandler
import gc
import os
import signal
import socket
from pathlib import Path

REGION = "eu-west-1"
BACKLOG = 1024
STOP_SECONDS = 2
COLLECT_AFTER = (20_000, 20, 50)  # the server makes few cycles and many objects


def main() -> None:
    options = _options()
    faulthandler.register(signal.SIGUSR1)  # kill -USR1 writes what every thread is doing to the log
    listener = _listener(options.fd)
    port = listener.getsockname()[1]
    home = options.home.resolve()
    _configure(port, home)
    if options.fd is None:
        print(f"http://127.0.0.1:{port}", flush=True)
    _serve(listener, port, home, options)


def _serve(listener: socket.socket, port: int, home: Path, options: argparse.Namespace) -> None:
    # Imported late: MiniStack reads its settings from the environment when imported.
    import uvicorn
    import uvloop

    from local.aws.at_work import showing_workers
    from local.aws.functions import Functions, Places
    from local.aws.lane import LaneServer
    from local.aws.patches import apply_all

    endpoint = f"http://127.0.0.1:{port}"
    lane = LaneServer()
    places = Places(code=home / "code", logs=options.logs.resolve(), scratch=home / "tmp", endpoint=endpoint)
    functions = Functions(places, cap=options.workers, lane=lane.place)
    apply_all(functions)
    from ministack.app import app

    config = uvicorn.Config(
        showing_workers(app, functions.at_work),
        http="httptools",
        ws="wsproto",
        lifespan="on",
        log_level="warning",
        access_log=False,
        date_header=False,  # MiniStack writes its own
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    # uvicorn repeats the signal that stopped it; the functions are still to be closed then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    # A loop of our own: asyncio.run would wait for its threads, and some of those wait for a task's answer.
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(lane.start())
        loop.run_until_complete(uvicorn.Server(config).serve(sockets=[listener]))
    finally:
        functions.close()
        lane.close()
    os._exit(0)


def _configure(port: int, home: Path) -> None:
    scratch = home / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CA_BUNDLE", "DOCKER_HOST", "SERVICES"):
        os.environ.pop(name, None)
    os.environ.update(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        MINISTACK_HOST="127.0.0.1",
        MINISTACK_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106 - the emulator's own
        DOCKER_HOST=f"unix://{home}/no-docker.sock",
        LAMBDA_ACCOUNT_CONCURRENCY="1000",  # AWS's own default; upstream's depends on free memory
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        LOG_LEVEL=os.environ.get("LOG_LEVEL", "WARNING"),
        TMPDIR=str(scratch),
        STATE_DIR=str(home / "state"),
        S3_DATA_DIR=str(home / "s3"),
        # Loaded if it is there, saved on a clean stop: whether it is kept is for whoever empties the folder.
        PERSIST_STATE="1",
        S3_PERSIST="1",
    )


def _listener(inherited: int | None) -> socket.socket:
    if inherited is not None:
        return socket.socket(fileno=inherited)
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    listener.set_inheritable(False)
    return listener


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.aws")
    parser.add_argument("--home", type=Path, required=True, help="folder for code, scratch files and state")
    parser.add_argument(
        "--logs", type=Path, default=Path(".local/logs"), help="folder for the functions' output"
    )
    parser.add_argument("--fd", type=int, help="inherited listening socket")
    parser.add_argument("--workers", type=int, default=4, help="workers per function before calls queue")
    return parser.parse_args()


if __name__ == "__main__":
    main()
