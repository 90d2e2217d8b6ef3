"""Which owners' orders an owner may read."""


def readable_owners(owner: str) -> tuple[str, ...]:
    """The owner's own id first, then those of guests merged into it."""
    return (owner,)
