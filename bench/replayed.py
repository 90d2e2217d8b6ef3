"""Runs in a fresh interpreter that has what ships and nothing else: one function, warm, again and again.

Reads its job as JSON from stdin: `{handler, event, context, unit_table, runs, profile}`. Writes to stderr a
last line of JSON: CPU seconds of each invocation and of each GetItem between them. `profile` is a file to
write a profile of as many further invocations to, if it is named.
"""

import importlib
import json
import sys
import time
from types import SimpleNamespace
from typing import Any

WARM_UP = 15
UNITS = 2
"""GetItems measured after each invocation."""


def main() -> None:
    job = json.load(sys.stdin)
    module, _, name = job["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    context = SimpleNamespace(
        **job["context"], function_version="$LATEST", get_remaining_time_in_millis=lambda: 10_000
    )
    events = [json.dumps(job["event"])] * (WARM_UP + job["runs"])
    get = _get_item(job["unit_table"])
    own, unit = [], []
    for text in events:
        event = json.loads(text)
        began = time.process_time()
        outcome = _invoke(handler, event, context)
        own.append(time.process_time() - began)
        for _ in range(UNITS):
            began = time.process_time()
            get()
            unit.append(time.process_time() - began)
    found: dict[str, Any] = {
        "own": own[WARM_UP:],
        "unit": unit[WARM_UP * UNITS :],
        "outcome": outcome,
    }
    if job["profile"]:
        _profiled(handler, events[: job["runs"]], context, job["profile"])
    print("\n" + json.dumps(found), file=sys.stderr)


def _invoke(handler: Any, event: Any, context: Any) -> str:
    """The answer's HTTP status, the class of the error, or nothing."""
    try:
        answer = handler(event, context)
    except Exception as error:  # noqa: BLE001 - an outcome is an answer too
        return type(error).__name__
    return str(answer.get("statusCode", "")) if isinstance(answer, dict) else ""


def _get_item(table: str) -> Any:
    """The unit: what any program pays for one GetItem by boto3, as it comes."""
    import boto3

    client = boto3.client("dynamodb")
    key = {"order_id": {"S": "the-unit-of-measure"}, "item": {"S": "head"}}
    return lambda: client.get_item(TableName=table, Key=key, ConsistentRead=True)


def _profiled(handler: Any, events: list[str], context: Any, where: str) -> None:
    import cProfile

    profile = cProfile.Profile(time.process_time)
    for text in events:
        event = json.loads(text)
        profile.enable()
        _invoke(handler, event, context)
        profile.disable()
    profile.dump_stats(where)


if __name__ == "__main__":
    main()
