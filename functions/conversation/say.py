"""Say something in a conversation: the same again, under the same client_id, meets what was said before."""

from dataclasses import dataclass
from functools import partial

from functions.conversation import store
from functions.conversation.access import Caller, find
from functions.conversation.conversation import ClientIdReused, Head, Message
from functions.conversation.tell_by_mail import tell_by_mail
from functions.live import connections
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.table import ConditionRefused
from functions.shared.write import Item

TRIES = 10
PAUSE_SECONDS = 0.005


@dataclass(frozen=True)
class Said:
    """What was said, the conversation as it stands with it, and whether an earlier call had said it."""

    message: Message
    head: Head
    replayed: bool


def say(name: str, caller: Caller, client_id: str, text: str) -> Said:
    """Whoever hears of it knows that it is stored, and that the customer's mail, if there is one, is on its
    way. Safe to repeat and beside itself. Raises ConversationUnknown, ClientIdReused, Contended,
    TransientError."""
    attempt = partial(_attempt, name, caller, client_id, text)
    said = contend(attempt, f"say in {name}", tries=TRIES, pause=PAUSE_SECONDS)
    if said.head.tells_of(said.message):
        tell_by_mail(said.head, said.message)
    return said


def _attempt(name: str, caller: Caller, client_id: str, text: str) -> Said:
    """Raises ConditionRefused, TransactionConflicted where others were quicker."""
    head = find(name, caller)
    now = clock.timestamp(clock.now())
    away = caller.operator and head.may_tell and not connections.online(head.owner, head.order_id)
    message = head.says(caller.side, caller.owner, client_id, text, now, customer_away=away)
    try:
        store.add(head, message)
    except ConditionRefused as refused:
        marker = refused.refused.get(store.MARKED)
        if marker is None:
            raise
        # Read again: it may have been said since this attempt looked.
        return Said(_said_before(head, marker, text), find(name, caller), replayed=True)
    return Said(message, head.after(message), replayed=False)


def _said_before(head: Head, marker: Item, text: str) -> Message:
    before = store.marked(head.conversation, marker, text)
    if before is None:
        raise ClientIdReused(head.conversation)
    return before
