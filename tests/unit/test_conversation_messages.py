"""What a text, a client_id and a number may be, over the socket and over HTTP alike."""

from typing import Any

import pytest
from pydantic import ValidationError

from functions.conversation.messages import MAX_TEXT, ReadBody, Say, SayBody


def text_of(text: str) -> str:
    return SayBody(client_id="c", text=text).text


@pytest.mark.parametrize("text", ["x", "a\nb", "ä" * MAX_TEXT, "👍", "  x  " + " " * MAX_TEXT])
def test_a_text_is_taken_without_the_white_space_around_it(text: str) -> None:
    assert text_of(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "White space alone"),
        (" \n\u3000 ", "White space alone"),
        ("\u200b", "White space alone"),
        ("x" * (MAX_TEXT + 1), "At most 2000"),
        ("a\tb", "line breaks"),
        ("a\rb", "line breaks"),
        ("a\x00b", "line breaks"),
        ("a\x7fb", "line breaks"),
        ("a\x9fb", "line breaks"),
    ],
)
def test_any_other_text_is_refused_with_what_to_change(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        text_of(text)


@pytest.mark.parametrize("client_id", ["", "x" * 65, "a b", "a\n", "ä", 7, None])
def test_a_client_id_is_short_and_plain(client_id: Any) -> None:
    with pytest.raises(ValidationError, match="client_id"):
        SayBody.model_validate({"client_id": client_id, "text": "x"})


@pytest.mark.parametrize("upto", [0, -1, 1.5, "1", True, None, 10**9 + 1])
def test_a_number_of_a_message_is_a_whole_one_from_one(upto: Any) -> None:
    with pytest.raises(ValidationError, match="upto"):
        ReadBody.model_validate({"upto": upto})


def test_unknown_members_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Say.model_validate(
            {"type": "say", "conversation": "support", "client_id": "c", "text": "x", "extra": 1}
        )
