"""Ask before something is changed that cannot be changed back."""

import sys

from ops.errors import CommandError


def confirm(question: str, *, yes: bool) -> None:
    """Go on after `--yes`, or after a yes on a terminal. Raises CommandError otherwise: nothing was done."""
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise CommandError("nothing was changed: nobody is there to be asked; add --yes")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise CommandError("nothing was changed")
