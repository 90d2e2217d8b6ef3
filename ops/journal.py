"""Who changed what by hand, and why: said on stderr, and a line of JSON in `logs/ops.log` of the local home.

The shop's own journal is its table (functions/operator/journal_store.py), written with each change; these
lines are for who sits at this machine.
"""

import json
import os

from functions.shared import clock
from ops.operator import signature
from ops.output import say
from ops.target import local_home


def note(action: str, subject: str, why: str) -> None:
    who = signature()
    say(f"ops: {action} {subject} by {who}{f': {why}' if why else ''}")
    entry = {
        "at": clock.timestamp(clock.now()),
        "shop": os.environ.get("AWS_ENDPOINT_URL") or "aws",
        "by": who,
        "action": action,
        "subject": subject,
        "why": why,
    }
    path = local_home() / "logs" / "ops.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as journal:
            journal.write(json.dumps(entry) + "\n")
    except OSError as error:
        say(f"ops: {path} cannot be written: {error.strerror}")
