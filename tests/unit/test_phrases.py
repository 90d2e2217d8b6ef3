"""A shop's phrase takes the place of ours: it may say it otherwise, and leave nothing out."""

from pathlib import Path

import pytest

from functions.notification.phrases import PHRASES, BadPhrase, Phrases, check_phrase
from functions.order.order import Reason
from ops.errors import FileRefused
from ops.located_json import Wrong
from ops.mail_texts_file import read_mail_texts, read_mail_texts_file

SOURCES = "".join(path.read_text() for path in Path("functions/notification").glob("*.py"))


@pytest.mark.parametrize(("name", "text"), PHRASES.items())
def test_ours_may_be_loaded_as_a_shops(name: str, text: str) -> None:
    check_phrase(name, text)


def test_every_phrase_is_said_somewhere() -> None:
    by_reason = {
        f"{stage}.{reason}.{part}"
        for stage in ("not-taken", "cancelled")
        for reason in Reason
        for part in ("subject", "text", "then")
    }
    by_stage = {f"{stage}.{part}" for stage in ("not-taken", "cancelled") for part in ("costs", "free")}

    said = {name for name in PHRASES if SOURCES.count(f'"{name}"') + SOURCES.count(f"'{name}'") > 1}
    assert PHRASES.keys() == said | (by_reason & PHRASES.keys()) | by_stage


def test_what_is_filled_in_is_not_read_as_a_phrase_again() -> None:
    told = Phrases({"units": "{name}: {quantity}"}).say("units", quantity=2, name="{order_id}")

    assert told == "{order_id}: 2"


def test_a_phrase_that_no_longer_fits_gives_way_to_ours() -> None:
    assert Phrases({"order": "Order"}).say("order", order_id="ord_a") == "Order ord_a"
    assert Phrases({"order": "Order"}).all() == PHRASES


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("goodbye", "Bye", "no phrase is called 'goodbye'"),
        ("order", "Order {number}", "nothing is called {number} here; there is: {order_id}"),
        ("hello", "Dear {name},", "nothing is called {name} here; there is: none"),
        ("order", "Your order", "lacks {order_id}, which customers have to be told"),
        ("order", "Order {order_id} }", "a brace that belongs to no place"),
        ("order", "Order {order_id.__class__}", "nothing is called {order_id.__class__} here"),
    ],
)
def test_a_phrase_that_would_break_or_hide_something_is_refused(name: str, text: str, why: str) -> None:
    with pytest.raises(BadPhrase) as refused:
        check_phrase(name, text)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("file", "line", "why"),
    [
        ('{\n"texts": {\n"order": "Order"}}', 3, "lacks {order_id}"),
        ('{\n"texts": {\n"hello": 7}}', 3, "hello: text, not 7"),
        ('{\n"texts": {\n"hello": "a\\nb"}}', 3, "hello: holds the character U+000A"),
        ('{\n"texts": {\n"hello": ""}}', 3, "hello: empty"),
        ('{\n"text": {}}', 2, "the mail texts has no field 'text'"),
        ('{\n"texts": []}', 2, "texts: an object, not a list"),
    ],
)
def test_a_file_is_refused_by_its_line(file: str, line: int, why: str) -> None:
    with pytest.raises(Wrong) as refused:
        read_mail_texts(file.encode())
    assert (refused.value.line, why in str(refused.value)) == (line, True)


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    (file := tmp_path / "mails.json").write_text('{"texts": {"bye": "Bye"}}')

    with pytest.raises(FileRefused, match=f"{file}:1: no phrase is called 'bye'"):
        read_mail_texts_file(str(file))


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as huge:
        huge.truncate(1 << 40)

    with pytest.raises(FileRefused, match="larger than 100000 bytes"):
        read_mail_texts_file(str(file))
