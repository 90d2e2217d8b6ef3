"""Who signs what a command changes."""

import getpass
import os

from functions.operator import journal_store
from functions.operator.journal import Signed


def signature() -> str:
    """`ops:<user>`; a container may have a user without a name."""
    try:
        return f"ops:{getpass.getuser()}"
    except (KeyError, OSError, ImportError):
        return f"ops:{os.getuid()}"


def signed(why: str | None) -> Signed:
    """Whoever types the command changes something now."""
    return journal_store.signed(signature(), why or "")
