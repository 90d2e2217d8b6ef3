"""The crash bench's control: `python -m local.crash --fd N --endpoint URL --api URL --sandbox URL`.

It kills processes of the run whose launcher started it, has everything started again, and tells how orders,
provider and audit stand meanwhile. The local run alone has it. Stops on SIGTERM or SIGINT.
"""

import argparse
import logging
import os
import signal
import socket
import threading
from types import FrameType
from typing import NoReturn

from local.crash.auditor import Auditor
from local.crash.control import Bench, Control
from local.crash.provider import Provider
from local.crash.shop import Shop


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.crash")
    parser.add_argument("--fd", type=int, required=True, help="inherited listening socket")
    parser.add_argument("--endpoint", required=True, help="URL of the embedded cloud")
    parser.add_argument("--api", required=True, help="base URL of the REST API's stage")
    parser.add_argument("--sandbox", required=True, help="URL where the payment sandbox's paths begin")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    shop = Shop(options.api)
    auditor = Auditor(shop.audit)
    bench = Bench(os.getppid(), options.endpoint, shop, Provider(options.sandbox), auditor)
    threading.Thread(target=auditor.work, daemon=True, name="auditor").start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    Control(socket.socket(fileno=options.fd), bench).serve_forever()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit


if __name__ == "__main__":
    main()
