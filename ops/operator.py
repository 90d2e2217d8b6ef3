"""Who signs what a command changes."""

import getpass
import os


def signature() -> str:
    """`ops:<user>`; a container may have a user without a name."""
    try:
        return f"ops:{getpass.getuser()}"
    except (KeyError, OSError, ImportError):
        return f"ops:{os.getuid()}"
