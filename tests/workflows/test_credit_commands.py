"""`issue-gift-codes`, `grant-credit` and `show-credit`."""

import pytest

from functions.credit.gift_code import read_code
from functions.shared import ids
from functions.shared.table import scan
from harness.moto.world import World
from tests.workflows.crediting import balance, redeem, violations
from tests.workflows.operating import Capture, refused, said, told
from tests.workflows.operating_by_api import journal

pytestmark = pytest.mark.usefixtures("operator")
ADA = "own_" + "a" * 26


def test_codes_are_shown_once_and_their_hashes_kept(shop: World, capsys: Capture) -> None:
    shown = told(capsys, "issue-gift-codes", "120", "25.00", "--why", "Christmas")

    stored = {item["account"] for item in scan("CREDITS_TABLE")}
    assert shown["amount"] == {"amount": 2500, "currency": "EUR"}
    assert len(set(shown["codes"])) == 120
    assert stored == {f"code#{ids.hash_of_code(read_code(code))}" for code in shown["codes"]}
    told_of = [(one.action, one.target, one.signed.why, one.what["codes"]) for one in journal()]
    assert sorted(told_of) == [
        ("issue-gift-codes", shown["batch"], "Christmas", 21),
        ("issue-gift-codes", shown["batch"], "Christmas", 99),
    ]
    assert {redeem(shop, code, f"own_{code[:4]}").status for code in shown["codes"][:3]} == {200}


def test_who_issues_codes_is_told_that_they_are_money(shop: World, capsys: Capture) -> None:
    assert "codes are money" in said(capsys, "issue-gift-codes", "1", "1.00")


def test_a_grant_is_given_and_shown(shop: World, capsys: Capture) -> None:
    granted = told(capsys, "grant-credit", ADA, "2.50", "--why", "it came cold")
    shown = told(capsys, "show-credit", ADA)

    assert (granted["owner"], granted["granted"], granted["balance"]["amount"]) == (ADA, 250, 250)
    assert balance(shop, ADA) == 250
    assert (shown["owner"], shown["merged_into"], shown["more"]) == (ADA, None, False)
    assert [(one["type"], one["why"]) for one in shown["entries"]] == [("grant", "it came cold")]
    assert violations() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("grant-credit", "ada", "250", "--why", "x"),
        ("grant-credit", ADA, "0.00", "--why", "x"),
        ("grant-credit", ADA, "250", "--why", "x"),
        ("grant-credit", ADA, "2.5", "--why", "x"),
        ("grant-credit", ADA, "2.500", "--why", "x"),
        ("grant-credit", ADA, "2,50", "--why", "x"),
        ("grant-credit", ADA, "1000000.00", "--why", "x"),
        ("grant-credit", ADA, "2.50"),
        ("issue-gift-codes", "0", "1.00"),
        ("issue-gift-codes", "1001", "1.00"),
        ("issue-gift-codes", "1", "1000000.00"),
        ("show-credit", "nobody"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    shop: World, capsys: Capture, arguments: tuple[str, ...]
) -> None:
    refused(capsys, *arguments)
    assert list(scan("CREDITS_TABLE")) == []
