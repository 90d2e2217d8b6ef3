"""Every line, from INFO on, that is written while an order is worked on says which order: looked for in every
test, as leaks are.

An invocation works on an order if what it was given names one, or a return. What it writes before it could
know, or about many at once, stands in `OF_NO_ONE_ORDER`, with the reason.
"""

import json
import logging
import re
from typing import Any

from functions.shared import observe
from harness import leaks
from harness.invocation import current

WITHOUT = "a line without its order's id"
_NAMES_ONE = re.compile(r"\b(?:ord|ret)_[a-z2-7]{32}")

OF_NO_ONE_ORDER = {
    "records relayed": "how many of a batch",
    "updates pushed": "how many of a batch",
    "events not published": "how many of a batch",
    "events not put": "how many of a batch",
    "events refused": "how many of a batch",
    "orders not read": "how many of a batch",
    "record not understood": "it does not say whose it is",
    "payments reconciled": "how many of a run",
    "presence not told": "about who comes and leaves, and no order",
    "message not taken": "by a connection: what several orders have to say is sent together",
}
"""By message."""


def look(record: logging.LogRecord) -> None:
    """Note the line if it lacks an order's id and should have one."""
    invocation = current()
    if invocation is None or record.levelno < logging.INFO or record.getMessage() in OF_NO_ONE_ORDER:
        return
    if observe.ids_of(vars(record)):
        return
    if not _works_on_one(invocation.event, vars(record).get("message_id")):
        return
    leaks.FOUND.append(leaks.Leak(WITHOUT, invocation.name, record.getMessage()))


def _works_on_one(event: Any, message_id: str | None) -> bool:
    """Of a queue's messages, the one that the line is about; one that is no JSON names nothing."""
    for record in event.get("Records", []) if message_id and isinstance(event, dict) else []:
        if record.get("messageId") == message_id:
            try:
                event = json.loads(record["body"])
            except ValueError:
                return False
    return _NAMES_ONE.search(json.dumps(event)) is not None
