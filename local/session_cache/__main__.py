"""Runs the server of session data as a part of the local run: `python -m local.session_cache --port N`."""

import argparse
import signal
import sys
from types import FrameType

from local.session_cache.server import Server


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    server = Server(parser.parse_args().port)
    server.start()
    signal.signal(signal.SIGTERM, lambda number, frame: _stop(server, number, frame))
    assert server.process is not None  # noqa: S101 - it was started
    status = server.process.wait()
    server.stop()
    return status


def _stop(server: Server, _number: int, _frame: FrameType | None) -> None:
    server.stop()
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
