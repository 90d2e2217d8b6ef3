"""After a restore the table Sessions is empty: who had signed out is forgotten until keys are replaced."""

import os

import pytest

from functions.operator import journal_store
from functions.session import store
from functions.session.store import KEYS_FRESH_SECONDS
from functions.shared import clock, table
from harness.moto.world import World
from harness.scenarios.accounts import a_guest, signs_out
from ops import __main__ as ops
from ops.restore_tables import NEXT
from tests.workflows.operating_by_api import told

COMMAND = "replace-session-keys"
KEYS = ("session_id", "item")


@pytest.fixture
def signed_out(shop: World) -> str:
    """The token of who had signed out before tables were restored."""
    token: str = a_guest(shop)["token"]
    signs_out(shop, token)
    for row in list(table.scan("SESSIONS_TABLE")):
        key = table.pack({name: row[name] for name in KEYS})
        table.client().delete_item(TableName=os.environ["SESSIONS_TABLE"], Key=key)
    return token


@pytest.mark.usefixtures("operator")
def test_no_session_from_before_goes_on_once_the_keys_are_replaced(shop: World, signed_out: str) -> None:
    other = a_guest(shop)["token"]
    assert shop.api("GET", "/cart", token=signed_out).status == 200, "it was forgotten"

    assert ops.main([COMMAND, "--yes", "--why", "restored"]) == 0
    shop.runner.always_cold = True

    assert [shop.api("GET", "/cart", token=one).status for one in (signed_out, other)] == [401, 401]
    assert shop.api("GET", "/cart", token=a_guest(shop)["token"]).status == 200
    assert [target for target, *_ in told(COMMAND)] == ["session-keys"]


@pytest.mark.usefixtures("operator")
def test_it_can_be_said_again(shop: World) -> None:
    for _ in range(2):
        assert ops.main([COMMAND, "--yes"]) == 0
    (only,) = store.load().keys
    assert only.signs_from <= clock.now()
    assert KEYS_FRESH_SECONDS == 300, "as long as the command says"
    assert len(list(journal_store.of_target("session-keys"))) == 2


def test_it_is_a_step_of_going_on_from_restored_tables() -> None:
    assert any(COMMAND in step for step in NEXT)
