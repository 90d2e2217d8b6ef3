"""The rules of a conversation: numbers, what is unread, when a mail is due."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.conversation.conversation import PREVIEW, Head, Message, NotSaidYet, Side

CUSTOMER, OPERATOR = Side.CUSTOMER, Side.OPERATOR
NEW = Head("support-own_ada", "own_ada", None)


def says(head: Head, side: Side, *, away: bool = False, now: str = "2026-11-27T10:00:00.000Z") -> Message:
    return head.says(side, f"{side}-id", f"c{head.seq + 1}", "Hello", now, customer_away=away)


def said(head: Head, *sides: Side, away: bool = False) -> Head:
    return reduce(lambda one, side: one.after(says(one, side, away=away)), sides, head)


def read(head: Head, side: Side, upto: int) -> Head:
    """By the counts that the message `upto` carries."""
    heads = [NEW]
    for one in said_by(head):
        heads.append(said(heads[-1], one))
    return head.reads(side, upto, heads[upto].said)


def said_by(head: Head) -> list[Side]:
    """Any order of sides with the same counts."""
    return [CUSTOMER] * head.said[CUSTOMER] + [OPERATOR] * head.said[OPERATOR]


def test_messages_are_numbered_from_one_without_a_gap() -> None:
    first = says(NEW, CUSTOMER)
    second = says(NEW.after(first), OPERATOR)
    assert (first.seq, second.seq, NEW.after(first).after(second).seq) == (1, 2, 2)


def test_unread_is_what_the_other_side_said_since() -> None:
    head = said(NEW, CUSTOMER, CUSTOMER, OPERATOR)
    assert (head.unread(CUSTOMER), head.unread(OPERATOR)) == (1, 2)
    head = read(head, OPERATOR, 1)
    assert (head.unread(CUSTOMER), head.unread(OPERATOR)) == (1, 1)


def test_who_answers_has_not_read_by_that() -> None:
    assert said(NEW, CUSTOMER, OPERATOR).unread(OPERATOR) == 1


def test_a_mark_never_goes_back() -> None:
    head = read(said(NEW, CUSTOMER, CUSTOMER), OPERATOR, 2)
    assert read(head, OPERATOR, 1) == head


def test_what_was_not_said_cannot_be_read() -> None:
    with pytest.raises(NotSaidYet) as refused:
        said(NEW, CUSTOMER).reads(OPERATOR, 2, NEW.said)
    assert refused.value.seq == 1


@given(st.lists(st.tuples(st.sampled_from(["say", "read"]), st.sampled_from(Side), st.integers(1, 30))))
def test_unread_is_right_whatever_is_said_and_read(steps: list[tuple[str, Side, int]]) -> None:
    """Held against a list of messages, counted one by one."""
    head, log = NEW, list[Message]()
    upto = {CUSTOMER: 0, OPERATOR: 0}
    for what, side, number in steps:
        if what == "say":
            log.append(says(head, side))
            head = head.after(log[-1])
        elif number <= head.seq:
            head = head.reads(side, number, log[number - 1].said)
            upto[side] = max(upto[side], number)
    for side in Side:
        assert head.unread(side) == sum(one.side is side.other and one.seq > upto[side] for one in log)


def test_time_never_goes_back_in_a_conversation() -> None:
    head = NEW.after(says(NEW, CUSTOMER, now="2026-11-27T10:00:05.000Z"))
    assert says(head, OPERATOR, now="2026-11-27T09:00:00.000Z").at == "2026-11-27T10:00:05.000Z"


def test_a_list_shows_how_the_last_message_begins() -> None:
    message = NEW.says(CUSTOMER, "own_ada", "c", "x" * 200, "2026", customer_away=False)
    assert NEW.after(message).last == (CUSTOMER, "x" * PREVIEW)


def test_a_customer_who_is_away_gets_one_mail_for_a_burst_of_answers() -> None:
    head = said(NEW, CUSTOMER)
    first = says(head, OPERATOR, away=True)
    head = head.after(first)
    assert first.tells
    assert head.tells_of(first)
    assert not says(head, OPERATOR, away=True).tells


@pytest.mark.parametrize("what", ["read", "written"])
def test_who_has_read_or_written_again_gets_the_next_one(what: str) -> None:
    head = said(said(NEW, CUSTOMER), OPERATOR, away=True)
    back = read(head, CUSTOMER, 2) if what == "read" else said(head, CUSTOMER)
    assert says(back, OPERATOR, away=True).tells


def test_nobody_gets_a_mail_about_what_they_see_or_say_themselves() -> None:
    head = said(NEW, CUSTOMER)
    assert not says(head, OPERATOR, away=False).tells
    assert not says(head, CUSTOMER, away=True).tells


def test_what_was_read_meanwhile_is_told_no_more() -> None:
    head = said(NEW, CUSTOMER)
    answer = says(head, OPERATOR, away=True)
    assert not read(head.after(answer), CUSTOMER, 2).tells_of(answer)
