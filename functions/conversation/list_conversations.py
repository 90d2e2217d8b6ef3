"""List conversations, the one last active first, page by page."""

import heapq
from itertools import islice
from typing import Any

from functions.conversation import store
from functions.conversation.access import Caller
from functions.conversation.present import present_head
from functions.session import store as session_store
from functions.session.owners_store import readable_owners
from functions.session.signed_text import SignatureBroken, read_signed, sign_text
from functions.shared.items import Aside
from functions.shared.observe import count, logger

LISTING, ALL, UNREAD = "conversations ", "all", "unread"
"""How the text of a cursor begins, so that one of another list is known."""


def list_conversations(
    caller: Caller, limit: int, cursor: str | None, *, unread_only: bool = False
) -> dict[str, Any]:
    """`{conversations, next_cursor}`: a customer's own, or for operators everybody's, or only those in which
    something is unread by the shop. At most `limit`, after where the cursor was given out; it is null at the
    end.

    The indexes say which come next and lag a little; what is shown is read as it stands. The number of reads
    is the same however many conversations there are. Raises SignatureBroken.
    """
    ring = session_store.key_ring()
    listing = f"{LISTING}{UNREAD if unread_only else ALL}\n"
    before = "" if cursor is None else _position(read_signed(cursor, caller.owner, ring), listing)
    found = _positions(caller, limit + 1, before, unread_only)
    page = found[:limit]
    return {
        "conversations": _present(page, caller),
        "next_cursor": sign_text(listing + page[-1], caller.owner, ring) if len(found) > limit else None,
    }


def _position(signed: str, listing: str) -> str:
    """Raises SignatureBroken for a cursor of another list."""
    if not signed.startswith(listing):
        raise SignatureBroken
    return signed.removeprefix(listing)


def _positions(caller: Caller, limit: int, before: str, unread_only: bool) -> list[str]:
    if caller.operator:
        return store.newest(limit, before, unread_only=unread_only)
    pages = [store.newest_of_owner(owner, limit, before) for owner in readable_owners(caller.owner)]
    return list(islice(heapq.merge(*pages, reverse=True), limit))


def _present(page: list[str], caller: Caller) -> list[dict[str, Any]]:
    aside: Aside = {}
    names = list(dict.fromkeys(map(store.conversation_at, page)))
    heads = store.load_many(names, aside) if names else {}
    for name, why in aside.items():
        logger.error("conversation not listed", extra={"conversation": name, "error": why})
        count("ConversationsNotListed")
    return [present_head(heads[name], caller) for name in names if name in heads]
