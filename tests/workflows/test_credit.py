"""Credit: codes that are redeemed once, grants, guests who log in, and what nobody is told."""

import pytest

from functions.credit.api_credit import REDEMPTIONS
from functions.credit.gift_code import new_code
from functions.credit.merge_accounts import merge_accounts
from functions.shared.table import scan
from harness.api import Answer
from harness.moto.world import World
from tests.workflows.crediting import ADA, balance, credit, entries, gift_code, redeem, violations
from tests.workflows.operating_by_api import asks, journal

BOB = "own_bob"


@pytest.fixture(autouse=True)
def every_account_adds_up(shop: World) -> object:
    """After each test."""
    yield
    assert violations() == []


def merges(shop: World, guest: dict[str, str], owner: str = ADA) -> Answer:
    return shop.api("POST", "/cart/merge", {"token": guest["token"]}, owner=owner)


def new_guest(shop: World) -> dict[str, str]:
    found: dict[str, str] = shop.api("POST", "/sessions").json
    return found


def test_who_has_no_account_yet_has_nothing(shop: World) -> None:
    nothing = {"amount": 0, "currency": "EUR"}
    assert credit(shop) == {"balance": nothing, "held": nothing, "entries": [], "next_cursor": None}


def test_a_code_is_redeemed_and_said_again_changes_nothing(shop: World) -> None:
    code = gift_code(500)

    first, again = redeem(shop, code), redeem(shop, code.lower().replace("-", " "))

    assert (first.status, first.json["balance"]["amount"]) == (200, 500)
    assert (again.status, again.json) == (200, first.json)
    assert entries(shop) == [("gift-code", 500)]


def test_an_unknown_code_and_one_of_anothers_are_answered_alike_by_the_same_calls(shop: World) -> None:
    code = gift_code()
    redeem(shop, code, BOB)

    seen = []
    for refused in (code, new_code()):
        answer = redeem(shop, refused)
        seen.append((answer.status, answer.body, shop.runner.invocations[-1].calls))

    assert seen[0] == seen[1]
    assert (answer.status, answer.problem) == (422, "code-refused")
    assert balance(shop) == 0


def test_a_typo_is_told_without_a_look_into_any_table(shop: World) -> None:
    typed = gift_code()
    typo = typed[:-1] + ("0" if typed[-1] != "0" else "1")

    answer = redeem(shop, typo)

    assert (answer.status, answer.problem) == (422, "invalid-request")
    assert answer.json["errors"] == [
        {"field": "code", "message": "mistyped: compare it with what you were given"}
    ]
    assert shop.runner.invocations[-1].calls == []


def test_no_code_is_stored(shop: World) -> None:
    code = gift_code()
    redeem(shop, code)

    stored = str(list(scan("CREDITS_TABLE")))
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_who_guesses_is_refused_for_a_while_a_right_code_too(shop: World) -> None:
    heard = {redeem(shop, new_code()).status for _ in range(REDEMPTIONS.per_session)}
    code = gift_code()

    answer = redeem(shop, code)

    assert heard == {422}
    assert (answer.status, answer.problem) == (429, "too-many-requests")
    assert answer.headers["retry-after"] == "600"
    shop.time_passes(600)
    assert redeem(shop, code).status == 200


def test_one_address_guesses_no_more_for_having_many_sessions(shop: World) -> None:
    statuses = [
        redeem(shop, new_code(), f"own_{number}").status for number in range(REDEMPTIONS.per_address + 2)
    ]

    assert statuses.count(422) == REDEMPTIONS.per_address
    assert statuses[-1] == 429


def test_entries_are_shown_page_by_page_the_newest_first(shop: World) -> None:
    for amount in (100, 200, 300):
        redeem(shop, gift_code(amount))
        shop.time_passes(1)

    first = credit(shop, query="?limit=2")
    rest = credit(shop, query=f"?limit=2&cursor={first['next_cursor']}")

    assert [one["amount"]["amount"] for one in first["entries"] + rest["entries"]] == [300, 200, 100]
    assert rest["next_cursor"] is None
    stranger = shop.api("GET", f"/credit?cursor={first['next_cursor']}", owner=BOB)
    assert (stranger.status, stranger.problem) == (422, "invalid-request")


def test_a_grant_is_given_once_for_each_key_and_told_to_its_owner_and_the_journal(shop: World) -> None:
    asked = {"amount": 250, "why": "it came cold"}

    once, again = (asks(shop, f"/ops/credit/{ADA}/grant", "k1", **asked) for _ in range(2))

    assert (once.status, again.status, once.json) == (200, 200, again.json)
    assert once.json["balance"]["amount"] == balance(shop) == 250
    (entry,) = credit(shop)["entries"]
    assert (entry["type"], entry["why"]) == ("grant", "it came cold")
    assert [(one.action, one.target, one.what) for one in journal()] == [
        ("grant-credit", ADA, {"amount": 250})
    ]


def test_a_grant_whose_answer_was_lost_is_not_given_again(shop: World) -> None:
    """The change was made, and nobody wrote down what was answered."""
    shop.fault("GrantCredit", "call_before", at="PutItem Journal")
    path, asked = f"/ops/credit/{ADA}/grant", {"amount": 250, "why": "it came cold"}

    lost = asks(shop, path, "k1", **asked)
    again = asks(shop, path, "k1", **asked)
    other = asks(shop, path, "k1", **asked | {"amount": 300})

    assert (lost.status, again.status, other.status) == (503, 200, 422)
    assert balance(shop) == 250


def test_an_operator_sees_what_the_owner_sees(shop: World) -> None:
    redeem(shop, gift_code(500))

    answer = shop.api("GET", f"/ops/credit/{ADA}", owner="op_bob", groups="operators")

    assert answer.json == {"owner": ADA, "merged_into": None} | credit(shop)
    unknown = shop.api("GET", "/ops/credit/ada", owner="op_bob", groups="operators")
    assert (unknown.status, unknown.problem) == (404, "not-found")


def test_a_guests_credit_is_the_owners_after_the_merge_with_entries_on_both_sides(shop: World) -> None:
    guest = new_guest(shop)
    redeem(shop, gift_code(500), guest["owner"])
    redeem(shop, gift_code(200))
    shop.time_passes(1)

    for _ in range(2):
        assert merges(shop, guest).status == 200

    assert balance(shop) == 700
    assert entries(shop)[0] == ("merged-in", 500)
    assert entries(shop, guest["owner"]) == [("merged-out", -500), ("gift-code", 500)]


def test_what_a_guest_redeems_after_the_merge_comes_to_the_owner(shop: World) -> None:
    guest, code = new_guest(shop), gift_code(500)
    merges(shop, guest)

    answers = [redeem(shop, code, guest["owner"]) for _ in range(2)]

    assert [(one.status, one.json["balance"]["amount"]) for one in answers] == [(200, 0), (200, 0)]
    assert balance(shop) == 500


def test_whoever_merges_a_guest_second_gets_nothing_of_the_first_ones(shop: World) -> None:
    guest = new_guest(shop)
    redeem(shop, gift_code(500), guest["owner"])

    merges(shop, guest)
    merges(shop, guest, BOB)
    redeem(shop, gift_code(100), guest["owner"])

    assert (balance(shop), balance(shop, BOB)) == (600, 0)


def test_guests_who_merge_each_other_have_one_account(shop: World) -> None:
    one, other = new_guest(shop), new_guest(shop)
    redeem(shop, gift_code(500), one["owner"])

    merge_accounts(one["owner"], other["owner"])
    merge_accounts(other["owner"], one["owner"])
    redeem(shop, gift_code(100), other["owner"])

    assert balance(shop, one["owner"]) == 600


def test_a_customers_own_account_stays_theirs_whoever_merges_their_cart(shop: World) -> None:
    customer = shop.cloud.issuer.login("bob")
    session = shop.api("POST", "/sessions/login", customer).json
    redeem(shop, gift_code(500), session["owner"])

    assert merges(shop, session).status == 200

    assert (balance(shop), balance(shop, session["owner"])) == (0, 500)
