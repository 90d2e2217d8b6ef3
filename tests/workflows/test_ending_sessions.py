"""An operator ends all sessions of somebody: by the command, and over HTTP."""

import pytest

from harness.issuer import Issuer
from harness.moto.world import World
from harness.scenarios.accounts import a_guest, opens_a_page
from ops import __main__ as ops
from tests.workflows.accounts import tries
from tests.workflows.operating_by_api import asks, journal, told

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("by", ["command", "call"])
@pytest.mark.usefixtures("operator")
def test_every_device_and_page_of_an_owner_is_signed_out_and_nobody_elses(
    shop: World, accounts: Issuer, by: str
) -> None:
    here, there = (tries(shop, accounts.login("ada")).json for _ in range(2))
    eve = tries(shop, accounts.login("eve")).json
    pages = [opens_a_page(shop, one["token"]) for one in (here, there, eve)]

    if by == "command":
        assert ops.main(["end-sessions", here["owner"], "--yes", "--why", "stolen"]) == 0
    else:
        assert asks(shop, f"/ops/sessions/{here['owner']}/end").json["owner"] == here["owner"]

    assert [page in shop.sockets.open for page in pages] == [False, False, True]
    answers = [shop.api("GET", "/cart", token=one["token"]).status for one in (here, there, eve)]
    assert answers == [401, 401, 200]
    shop.time_passes(1)
    assert shop.api("GET", "/cart", token=tries(shop, accounts.login("ada")).json["token"]).status == 200


@pytest.mark.usefixtures("operator")
def test_an_operators_sessions_end_too(shop: World, accounts: Issuer) -> None:
    token = tries(shop, accounts.login("olga", "operators")).json["token"]
    assert ops.main(["end-sessions", "op_olga", "--yes"]) == 0
    assert shop.api("GET", "/ops/stuck", token=token).status == 401


def test_it_is_in_the_journal_once_however_often_it_is_asked_for(shop: World) -> None:
    owner = a_guest(shop)["owner"]
    first, again = (asks(shop, f"/ops/sessions/{owner}/end", "one-key") for _ in range(2))

    assert first.json == again.json
    (entry,) = told("end-sessions")
    assert entry[0] == owner
    assert len(journal()) == 1


def test_it_is_ended_in_the_second_in_which_it_was_ended_already(shop: World) -> None:
    """Nothing changes by that, so that nothing is written down."""
    owner = a_guest(shop)["owner"]
    for key in ("one", "another"):
        assert asks(shop, f"/ops/sessions/{owner}/end", key).status == 200
    assert len(journal()) == 1


def test_what_is_no_owner_is_not_found_and_not_written_down(shop: World) -> None:
    for owner in ("ada", "own_", "own_%2e%2e", f"own_{'a' * 60}", "session-keys"):
        answer = asks(shop, f"/ops/sessions/{owner}/end", owner)
        assert (answer.status, answer.problem) == (404, "not-found")
    assert journal() == []


@pytest.mark.parametrize("owner", ["", "ada", "own_ada/..", "own_\n", "op_", "x" * 9999])
@pytest.mark.usefixtures("operator")
def test_the_command_says_in_one_line_what_an_owner_is(owner: str, capsys: Capture) -> None:
    assert ops.main(["end-sessions", owner, "--yes"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
