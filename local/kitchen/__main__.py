"""The local shop's kitchen: `python -m local.kitchen --fd N --endpoint URL --warehouse URL --results URL`.

It accepts what is offered, bakes for a moment, reports it packed, and hands over once it is told to. POST
/kitchen tells it to do otherwise with the next orders. Stops on SIGTERM or SIGINT; what it has in hand is
then nobody's until its time to pack is over.
"""

import argparse
import logging
import signal
import socket
import threading
from types import FrameType
from typing import NoReturn

from local.kitchen.control import Control
from local.kitchen.cook import Cook


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.kitchen")
    parser.add_argument("--fd", type=int, required=True, help="inherited listening socket, for control")
    parser.add_argument("--endpoint", required=True, help="URL of the embedded cloud")
    parser.add_argument("--warehouse", required=True, help="URL of the queue to take offers from")
    parser.add_argument("--results", required=True, help="URL of the queue to answer on")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    cook = Cook(options.endpoint, options.warehouse, options.results)
    control = Control(socket.socket(fileno=options.fd), cook)
    threading.Thread(target=control.serve_forever, daemon=True, name="control").start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    cook.work()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """At once, out of a call too: the cloud that would answer it may be gone already."""
    raise SystemExit


if __name__ == "__main__":
    main()
