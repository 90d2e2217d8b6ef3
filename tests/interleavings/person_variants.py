"""Erasing that is broken on purpose, for the pairs of person_pairs.py to find."""

from typing import Any

from functions.conversation import personal_store as conversations
from functions.order import views_store
from functions.shared.write import Item, Write
from tests.interleavings.variants import Found, _patched, _unconditional


class _WhoeverRead(Write):
    """A row is put, erased or not, over one that is."""

    @classmethod
    def put(cls, *given: Any, condition: str, **more: Any) -> Write:
        return Write.put(*given, condition=condition.partition(" AND ")[0], **more)


_head_of_conversation = conversations._head


def _of_conversation(head: Item) -> Write:
    return _unconditional(_head_of_conversation(head))


VARIANTS: dict[str, Found] = {
    "a row is written by who read its order before it was erased": (
        _patched(views_store, "Write", _WhoeverRead),
        ("erase || rebuild-views",),
    ),
    "a conversation is erased though something was said since it was read": (
        _patched(conversations, "_head", _of_conversation),
        ("erase || say", "erase || answer"),
    ),
}
