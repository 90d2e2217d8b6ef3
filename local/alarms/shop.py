"""The alarms of the shop that runs here."""

import time
from typing import Any

import boto3

from local.alarms.alarms import read_alarms
from local.alarms.evaluate import State, evaluate
from local.alarms.measured import FROM_LINES, QUEUES, FromLines, FromQueues
from local.settings import Folders

PAGES = 100


def states(ahead: float = 0.0) -> dict[str, State]:
    """By name, as they will be in `ahead` seconds if nothing happens until then. The process must have been
    pointed at the shop (ops/target.py)."""
    folders = Folders()
    alarms = read_alarms(folders.assembly, _exports())
    lines = FromLines(folders.logs)
    measured = dict.fromkeys(FROM_LINES, lines) | {QUEUES: FromQueues(ahead)}
    return evaluate(alarms, measured, time.time() + ahead)


def _exports() -> dict[str, str]:
    """What the deployed stacks export, by name."""
    formation: Any = boto3.client("cloudformation")
    found: dict[str, str] = {}
    asked: dict[str, str] = {}
    for _ in range(PAGES):
        page = formation.list_exports(**asked)
        found |= {one["Name"]: one["Value"] for one in page["Exports"]}
        if not page.get("NextToken"):
            return found
        asked = {"NextToken": page["NextToken"]}
    raise RuntimeError(f"more than {PAGES} pages of exports")
