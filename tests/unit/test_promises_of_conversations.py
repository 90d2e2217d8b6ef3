"""The audit sees each way in which a conversation breaks a promise, and nothing in a sound one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.conversation.conversation import Head, Mark, Message, Side
from functions.conversation.whole_store import Whole
from ops.promises_of_conversations import broken_conversations

Break = Callable[[Whole], Whole]


def sound() -> Whole:
    """The customer said something, was answered, and said something more; the shop has read the first."""
    head, messages = Head("support-own_ada", "own_ada", None), list[Message]()
    for number, side in enumerate((Side.CUSTOMER, Side.OPERATOR, Side.CUSTOMER)):
        at = f"2026-11-27T10:00:0{number}.000Z"
        messages.append(head.says(side, f"{side}", f"c{number}", "Hello", at, customer_away=False))
        head = head.after(messages[-1])
    head = head.reads(Side.OPERATOR, 1, messages[0].said)
    markers = {(one.sender, one.client_id): one.seq for one in messages}
    return Whole(head.conversation, head, True, tuple(messages), markers)


def message(number: int, **changes: object) -> Break:
    def change(one: Whole) -> Whole:
        changed = [*one.messages]
        changed[number] = replace(changed[number], **changes)  # type: ignore[arg-type]
        return replace(one, messages=tuple(changed))

    return change


def head(**changes: object) -> Break:
    def change(one: Whole) -> Whole:
        assert one.head is not None
        return replace(one, head=replace(one.head, **changes))  # type: ignore[arg-type]

    return change


BROKEN: list[tuple[str, Break]] = [
    ("messages with a gap", lambda one: replace(one, messages=one.messages[:-1])),
    ("messages with a gap", lambda one: replace(one, messages=one.messages[1:])),
    ("messages with a gap", lambda one: replace(one, head=None)),
    ("messages counted wrong", message(1, said={Side.CUSTOMER: 2, Side.OPERATOR: 0})),
    ("messages counted wrong", head(said={Side.CUSTOMER: 1, Side.OPERATOR: 2})),
    ("messages out of order", message(2, at="2026-11-27T09:00:00.000Z")),
    ("said twice", message(2, client_id="c0")),
    ("said without a marker", lambda one: replace(one, markers={})),
    ("said without a marker", lambda one: replace(one, markers={**one.markers, ("x", "y"): 9})),
    ("read counted wrong", head(read={Side.CUSTOMER: Mark(), Side.OPERATOR: Mark(1, 0)})),
    ("read counted wrong", head(read={Side.CUSTOMER: Mark(9, 1), Side.OPERATOR: Mark(1, 1)})),
    ("listed otherwise than unread", lambda one: replace(one, waits=False)),
]


def test_a_sound_conversation_is_told_nothing_of() -> None:
    assert list(broken_conversations([sound()])) == []


@pytest.mark.parametrize(("sentence", "broken"), BROKEN)
def test_a_broken_promise_is_told(sentence: str, broken: Break) -> None:
    found = list(broken_conversations([broken(sound())]))
    assert [one for one in found if one.startswith(sentence)], found
