"""What an operator is told of a failure: what and where, and nothing of whom it was about."""

import json

import pytest

from functions.operator import set_aside_store
from functions.operator.stop import LONGEST_CAUSE, OperatorAnswer, Remedy, Stop, plain, stop_from

AT = "2026-11-22T10:00:00.000Z"


def failed(message: str, *frames: str) -> str:
    """As Lambda tells of an exception."""
    return json.dumps({"errorMessage": message, "errorType": "Broken", "stackTrace": list(frames)})


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("the provider answered 500", "the provider answered 500"),
        ("'Ada Lovelace'", "..."),
        ('no such field "Via Roma 1" here', "no such field ... here"),
        ("mail to ada@example.com bounced", "mail to ... bounced"),
        ("card 4242 4242 4242 4242 was refused", "card ... was refused"),
        ("call +39 081 1234567", "call ..."),
        ("pi_1_secret_abc of pi_1", "... of pi_1"),
    ],
)
def test_a_cause_is_told_without_what_it_was_about(message: str, told: str) -> None:
    assert plain(failed(message)) == told
    assert plain(message) == told


def test_a_cause_names_the_innermost_place_in_our_code() -> None:
    frames = [
        '  File "/var/task/functions/payment/steps.py", line 40, in void\n',
        '  File "/var/task/functions/payment/provider.py", line 12, in _call\n',
        '  File "/opt/python/stripe/_client.py", line 3, in request\n',
    ]
    assert plain(failed("no answer", *frames)) == "no answer (functions/payment/provider.py:12)"


@pytest.mark.parametrize("cause", ["", "[]", "{", "7", "[" * 100_000, json.dumps({"errorMessage": None})])
def test_a_cause_of_any_shape_is_told(cause: str) -> None:
    assert len(plain(cause)) <= LONGEST_CAUSE


def test_a_long_cause_is_cut() -> None:
    told = plain(failed("x" * 5000, '  File "/var/task/functions/a.py", line 1, in b\n'))
    assert len(told) == LONGEST_CAUSE
    assert told.endswith("(functions/a.py:1)")


ANSWERED = OperatorAnswer(Remedy.RETRY, "ops:a", AT)


@pytest.mark.parametrize(
    "stuck",
    [
        Stop("Broken", "why", AT, ("token",)),
        Stop("Broken", "", AT, ("token", "token-2"), AT, "arn", "VoidPayment", 106, AT, ANSWERED),
    ],
)
def test_what_is_stored_is_read_back_and_the_token_is_never_shown(stuck: Stop) -> None:
    assert stop_from(stuck.as_dict()) == stuck
    assert "task_tokens" not in stuck.shown()
    assert "token" not in repr(stuck)


@pytest.mark.parametrize("text", ["", "nonsense", "a" * 3000])
def test_what_can_name_neither_an_order_nor_a_return_is_not_looked_up(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB refuses a key that is empty or too long, and whoever asked was told to come again."""
    looked_up: list[object] = []
    monkeypatch.setattr(set_aside_store, "get", lambda *key: looked_up.append(key))

    assert not set_aside_store.is_marked(text)
    assert looked_up == []
