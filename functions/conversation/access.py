"""Conversations as somebody may have them. Names that are malformed, unknown or somebody else's are not found
alike.

A customer's conversation is called by its order's id, or `support` where it is about none. Operators, and
who merged another's cart into their own, call that one `support-<owner>`. Who came by an order's link has the
one about this order, and no other.
"""

import re
from dataclasses import dataclass

from functions.conversation import store
from functions.conversation.conversation import Head, Side
from functions.order import store as order_store
from functions.session.groups import order_of_link
from functions.session.owners_store import readable_owners
from functions.shared import ids

SUPPORT = "support"
_OF_OWNER = re.compile(r"support-(own_[a-z0-9_]{1,60})")


class ConversationUnknown(Exception):
    """There is no such conversation, or it is somebody else's."""


@dataclass(frozen=True)
class Caller:
    """Who asks: a customer by their owner id, or an operator, who has every conversation."""

    owner: str
    operator: bool

    @property
    def side(self) -> Side:
        return Side.OPERATOR if self.operator else Side.CUSTOMER


def find(name: str, caller: Caller) -> Head:
    """The conversation as it stands; one in which nothing was said yet has no messages. Raises
    ConversationUnknown."""
    if ids.is_order_id(name):
        return _about_order(name, caller)
    if order_of_link(caller.owner):
        raise ConversationUnknown(name)
    owner = caller.owner if name == SUPPORT and not caller.operator else _owner_in(name)
    if not _may_have(owner, caller):
        raise ConversationUnknown(name)
    conversation = about_nothing(owner)
    head = store.load(conversation)
    if head is None and caller.operator:
        raise ConversationUnknown(name)
    return head or Head(conversation, owner, None)


def called(head: Head, owner: str | None) -> str:
    """What a conversation is called by this customer, or by operators (None)."""
    return SUPPORT if head.order_id is None and head.owner == owner else head.conversation


def _about_order(order_id: str, caller: Caller) -> Head:
    head = store.load(order_id) or _unsaid(order_id)
    if order_of_link(caller.owner) != order_id and not _may_have(head.owner, caller):
        raise ConversationUnknown(order_id)
    return head


def _unsaid(order_id: str) -> Head:
    try:
        return Head(order_id, order_store.load(order_id).owner, order_id)
    except order_store.OrderUnknown as unknown:
        raise ConversationUnknown(order_id) from unknown


def _may_have(owner: str, caller: Caller) -> bool:
    return caller.operator or owner == caller.owner or owner in readable_owners(caller.owner)


def _owner_in(name: str) -> str:
    found = _OF_OWNER.fullmatch(name)
    if found is None:
        raise ConversationUnknown(name)
    return found[1]


def about_nothing(owner: str) -> str:
    """What the conversation of an owner is stored under that is about no order."""
    return f"{SUPPORT}-{owner}"
