"""`python -m local.payment_sandbox --state FILE (--fd N | --port N) ...`: serves until SIGINT or SIGTERM."""

import logging
import socket
import sys

from aiohttp import web

from local.payment_sandbox.app import build_app
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.settings import Settings, read_settings

_WAITING_CONNECTIONS = 1024


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="payment sandbox: %(message)s")
    settings = read_settings()
    listener = _listener(settings)
    host, port = listener.getsockname()[:2]
    web.run_app(
        build_app(Sandbox(settings)),
        sock=listener,
        backlog=_WAITING_CONNECTIONS,
        access_log=None,
        shutdown_timeout=0.5,
        print=lambda _: print(
            f"Payment sandbox on http://{host}:{port}/sandbox", file=sys.stderr, flush=True
        ),
    )


def _listener(settings: Settings) -> socket.socket:
    if settings.fd is not None:
        return socket.socket(fileno=settings.fd)
    return socket.create_server(("127.0.0.1", settings.port), backlog=_WAITING_CONNECTIONS)


if __name__ == "__main__":
    main()
