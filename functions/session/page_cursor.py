"""Cursors of lists that come in pages: where the next page starts, signed for whoever reads the list and for
the list it is of."""

from functions.session import store as session_store
from functions.session.signed_text import SignatureBroken, read_signed, sign_text


def give_cursor(place: str, listed: str, owner: str) -> str | None:
    """None where nothing is left (`place` is empty). `listed` tells one list from another: what it is of, and
    how it is narrowed. A place is one line."""
    return sign_text(f"{listed}\n{place}", owner, session_store.key_ring()) if place else None


def read_cursor(cursor: str | None, listed: str, owner: str) -> str:
    """The place, empty for the first page. Raises SignatureBroken for a cursor that is not ours, changed,
    another's, or another list's."""
    if cursor is None:
        return ""
    of, _, place = read_signed(cursor, owner, session_store.key_ring()).rpartition("\n")
    if of != listed:
        raise SignatureBroken
    return place
