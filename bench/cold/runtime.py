"""Lambda's own runtime client under a meter: what the emulator starts in place of Lambda's bootstrap.

    python runtime.py HANDLER

Notes the process's CPU whenever it asks for an event and whenever it has answered one, one line of JSON each,
into the file that METER_FILE names. Under `-X importtime` it also marks on stderr where the initialization
ends, and tells where each module came from. Imports nothing that the client would not import itself.
"""

import json
import os
import sys
import time

from awslambdaric import __main__ as client  # type: ignore[import-untyped]  # has no types
from awslambdaric.lambda_runtime_client import LambdaRuntimeClient  # type: ignore[import-untyped]  # as above

INITIALIZED = "import time: initialized"
FILE = "METER_FILE"


class MeteredClient(LambdaRuntimeClient):  # type: ignore[misc]  # as above
    _asked = 0

    def wait_next_invocation(self):  # type: ignore[no-untyped-def]  # the client has no types
        _note("initialized" if self._asked == 0 else "idle")
        self._asked += 1
        return super().wait_next_invocation()

    def post_invocation_result(self, *args, **kwargs):  # type: ignore[no-untyped-def]  # as above
        _note("handled")
        super().post_invocation_result(*args, **kwargs)


def _note(moment: str) -> None:
    line = {"moment": moment, "cpu": time.process_time()}
    if "importtime" in sys._xoptions and moment == "initialized":
        os.write(2, f"{INITIALIZED}\n".encode())
    if "importtime" in sys._xoptions:
        line["modules"] = {name: str(getattr(one, "__file__", "")) for name, one in sys.modules.items()}
    with open(os.environ[FILE], "a") as meter:
        meter.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    client.LambdaRuntimeClient = MeteredClient
    client.main(sys.argv)
