"""List conversations, the one last active first, page by page."""

import heapq
from itertools import islice
from typing import Any

from functions.conversation import store
from functions.conversation.access import Caller
from functions.conversation.present import present_head
from functions.session.owners_store import readable_owners
from functions.session.page_cursor import give_cursor, read_cursor
from functions.shared.items import Aside
from functions.shared.observe import count, logger

LISTED, LISTED_UNREAD = "conversations", "unread conversations"
"""What cursors of either list are of."""


def list_conversations(
    caller: Caller, limit: int, cursor: str | None, *, unread_only: bool = False
) -> dict[str, Any]:
    """`{conversations, next_cursor}`: a customer's own, or for operators everybody's, or only those in which
    something is unread by the shop. At most `limit`, after where the cursor was given out; it is null at the
    end.

    The indexes say which come next and lag a little; what is shown is read as it stands. The number of reads
    is the same however many conversations there are. Raises SignatureBroken.
    """
    listed = LISTED_UNREAD if unread_only else LISTED
    before = read_cursor(cursor, listed, caller.owner)
    found = _positions(caller, limit + 1, before, unread_only)
    page = found[:limit]
    return {
        "conversations": _present(page, caller),
        "next_cursor": give_cursor(page[-1] if len(found) > limit else "", listed, caller.owner),
    }


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
