"""Messages to connections of the socket reach the embedded cloud: functions know the gateway's own address,
as on AWS, and what they send there is turned to this machine.

Stands alone on purpose, like worker.py: it is loaded by its file in the fork server.
"""

import os
import re
from typing import Any

_CALLBACK = re.compile(r"https://([^./]+)\.execute-api\.[^/]+(/.*)")


def use_callbacks() -> None:
    """To be called before any session of boto3 is made."""
    from botocore.handlers import BUILTIN_HANDLERS

    BUILTIN_HANDLERS.append(("before-send.apigatewaymanagementapi", _to_this_machine))


def _to_this_machine(request: Any, **_context: Any) -> None:
    found = _CALLBACK.fullmatch(request.url)
    if found:
        request.url = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{found[1]}{found[2]}"
