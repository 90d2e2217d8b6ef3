"""Mark a conversation as read, up to a message."""

from functools import partial

from functions.conversation import store
from functions.conversation.access import Caller, find
from functions.conversation.conversation import Counts, Head, NotSaidYet
from functions.shared.contention import contend

TRIES = 10
PAUSE_SECONDS = 0.005


def mark_read(name: str, caller: Caller, upto: int) -> tuple[Head, bool]:
    """The conversation with the mark of the caller's side at `upto`, or where it was if that is further;
    whether it moved. An operator reads for the whole shop. Raises ConversationUnknown, NotSaidYet,
    Contended."""
    attempt = partial(_attempt, name, caller, upto)
    return contend(attempt, f"read {name}", tries=TRIES, pause=PAUSE_SECONDS)


def _attempt(name: str, caller: Caller, upto: int) -> tuple[Head, bool]:
    head = find(name, caller)
    if upto > head.seq:
        raise NotSaidYet(head.seq)
    if upto <= head.read[caller.side].upto:
        return head, False
    marked = head.reads(caller.side, upto, _said_by(head, upto))
    store.mark_read(head, caller.side, marked)
    return marked, True


def _said_by(head: Head, upto: int) -> Counts:
    return head.said if upto == head.seq else store.load_message(head.conversation, upto).said
