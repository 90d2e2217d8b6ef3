"""The edge as a process.

`python -m local.front --fd N --api URL --socket URL --sandbox URL --kitchen URL --pages FOLDER
[--crash URL] [--files URL] [--issuer URL] [--allow-origins A,B]`
"""

import argparse
import asyncio
import signal
import socket
from pathlib import Path

import uvloop
from aiohttp import web

from local.front.app import Behind, make_runner

BACKLOG = 1024
STOP_SECONDS = 2.0


async def serve(listener: socket.socket, behind: Behind) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    runner = make_runner(behind, STOP_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, listener, backlog=BACKLOG).start()
        await stop.wait()
    finally:
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.front")
    parser.add_argument("--fd", type=int, required=True, help="inherited listening socket")
    parser.add_argument("--api", required=True, help="base URL of the REST API's stage")
    parser.add_argument("--socket", required=True, help="base URL of the socket's stage")
    parser.add_argument("--sandbox", required=True, help="base URL of the payment sandbox")
    parser.add_argument("--kitchen", required=True, help="base URL of the kitchen's control, or nothing")
    parser.add_argument("--crash", default="", help="base URL of the crash bench's control, or nothing")
    parser.add_argument("--pages", type=Path, required=True, help="folder with the web pages")
    parser.add_argument("--files", default="", help="origin of photos and receipts")
    parser.add_argument("--issuer", default="", help="base URL of the hosted login")
    parser.add_argument("--allow-origins", default="", help="those of pages from elsewhere, with commas")
    options = parser.parse_args()
    origins = tuple(filter(None, options.allow_origins.split(",")))
    behind = Behind(
        options.api.rstrip("/"),
        options.sandbox.rstrip("/"),
        options.kitchen.rstrip("/"),
        options.pages,
        origins,
        options.socket.rstrip("/"),
        crash=options.crash.rstrip("/"),
        files=options.files.rstrip("/"),
        issuer=options.issuer.rstrip("/"),
    )
    uvloop.run(serve(socket.socket(fileno=options.fd), behind))


if __name__ == "__main__":
    main()
