"""How many files and connections the run may have open: the soft limit is 256 on a Mac."""

import contextlib
import resource

ENOUGH = 16_384  # a thousand buyers, each with a connection in and one out
GRANTED_BY_MACOS = 10_240  # whatever its hard limit says


def allow_many() -> None:
    """Raise this process's limit, and so its children's, as far as the system lets it; never lower it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for enough in (ENOUGH, GRANTED_BY_MACOS):
        wanted = enough if hard == resource.RLIM_INFINITY else min(enough, hard)
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            return
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            return
