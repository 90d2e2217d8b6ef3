"""Results alone on stdout, talk on stderr, one line at a time."""

import json
import os
import sys
from typing import Any

from ops.errors import CommandError

LONGEST = 600


def show(result: dict[str, Any]) -> None:
    """A result as JSON. Raises CommandError if nobody takes it: what was done stays done."""
    try:
        if sys.stdout is None:
            raise OSError("stdout is closed")
        print(json.dumps(result, indent=2), flush=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"the command went through, its result could not be written: {reason}") from None


def say(text: str) -> None:
    """One line, whatever is in it: a name may hold line feeds, a provider's answer may be long."""
    line = "".join(part if part.isprintable() else ascii(part)[1:-1] for part in " ".join(text.split()))
    if len(line) > LONGEST:
        line = line[:LONGEST] + "..."
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        return  # nobody listens


def flush() -> None:
    """To be called last: what nobody takes must not be tried again, loudly, when the interpreter ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
