"""A run takes its folder and its port for itself, or says in one line why it cannot."""

import shutil
from pathlib import Path

import pytest

from local.__main__ import parse_api_key, parse_kitchen, parse_quote_function, parse_sessions, parse_switch
from local.claim import (
    Refused,
    claim_folder,
    empty,
    keep_provider_port,
    listen,
    listen_for_provider,
    parse_port,
    write_run_file,
)
from local.settings import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / ".local")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "abc", "8000x", "", "٨٠٠٠", "80 00"])
def test_a_malformed_port_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="PORT must be a number from 1 to 65535"):
        parse_port(text)


def test_a_busy_port_is_refused_with_another_suggested() -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(Refused, match=f"Port {port} is in use; .* PORT={port + 1}"):
            listen(port)


@pytest.mark.parametrize("home", ["a-file", "nothing/there", "x" * 300])
def test_a_folder_that_cannot_be_is_refused(home: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")

    with pytest.raises(Refused, match="cannot be the folder of a run"):
        claim_folder(Folders(tmp_path / home))


def test_the_payment_provider_is_where_it_was_before_unless_somebody_else_is_there(folders: Folders) -> None:
    folders.home.mkdir()
    with listen_for_provider(folders) as first:
        keep_provider_port(folders, first)
        before = first.getsockname()

    with listen_for_provider(folders) as again:
        assert again.getsockname() == before
        with listen_for_provider(folders) as elsewhere:
            assert elsewhere.getsockname() != before


def test_only_loopback_is_listened_on() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_second_run_in_the_same_folder_is_told_where_the_first_one_is(folders: Folders) -> None:
    with claim_folder(folders):
        write_run_file(folders.run_file, {"url": "http://127.0.0.1:8000", "pid": 42})

        with pytest.raises(Refused, match=r"already runs .* http://127\.0\.0\.1:8000 \(pid 42\)"):
            claim_folder(folders)


@pytest.mark.parametrize(
    "keep", [False, True], ids=["and all of it", "but for what it paid, if that is kept"]
)
def test_what_a_killed_run_left_is_removed(folders: Folders, keep: bool) -> None:
    with claim_folder(folders):
        write_run_file(folders.run_file, {"url": "http://127.0.0.1:8000", "pid": 42})
        folders.sandbox_state.write_text("old")

    with claim_folder(folders):
        empty(folders, keep=keep)

    assert not folders.run_file.exists()
    assert folders.sandbox_state.exists() is keep
    assert not keep or folders.sandbox_state.read_text() == "old"


def test_the_crash_bench_is_on_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, runs in (("on", True), ("off", False), ("", True)):
        monkeypatch.setenv("CRASH", text)
        assert parse_switch("CRASH") is runs
    monkeypatch.setenv("CRASH", "no")
    with pytest.raises(Refused, match="CRASH must be on or off, not 'no'"):
        parse_switch("CRASH")


def test_the_kitchen_packs_or_nobody_or_a_warehouse_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, packs in (("on", (True, False)), ("off", (False, False)), ("own", (False, True))):
        monkeypatch.setenv("KITCHEN", text)
        assert parse_kitchen() == packs
    monkeypatch.setenv("KITCHEN", "no")
    with pytest.raises(Refused, match="KITCHEN must be on, off or own, not 'no'"):
        parse_kitchen()


@pytest.mark.parametrize("key", ["sk_live_abc", "rk_test_abc", "sk_test_a b", "sk_test_a\n"])
def test_a_key_that_may_move_money_is_refused_and_not_repeated(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_API_KEY", "sk_test_florist")
    assert parse_api_key() == "sk_test_florist"
    monkeypatch.setenv("STRIPE_API_KEY", key)
    with pytest.raises(Refused) as refused:
        parse_api_key()
    assert key not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "installed", "said"),
    [
        ("redis", True, "SESSIONS must be dynamodb or valkey"),
        ("valkey", False, "apt-get install redis-server"),
    ],
)
def test_a_store_of_sessions_that_cannot_be_had_is_plainly_refused(
    monkeypatch: pytest.MonkeyPatch, text: str, installed: bool, said: str
) -> None:
    monkeypatch.setenv("SESSIONS", text)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/any" if installed else None)

    with pytest.raises(Refused, match=said):
        parse_sessions()


def test_a_function_that_makes_prices_is_taken_by_name_or_arn_and_what_names_none_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QUOTE_FUNCTION", raising=False)
    assert parse_quote_function() == ""
    for named in ("own-prices", "arn:aws:lambda:eu-west-1:000000000000:function:own-prices:live"):
        monkeypatch.setenv("QUOTE_FUNCTION", named)
        assert parse_quote_function() == named
    monkeypatch.setenv("QUOTE_FUNCTION", "own prices")
    with pytest.raises(Refused, match="QUOTE_FUNCTION must be the name or the ARN"):
        parse_quote_function()
