"""What the provider's list of refunds says of a return."""

import pytest

from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus, ProviderRefund, RefundStatus
from functions.payment.refunds import (
    Account,
    Refund,
    RefundRefused,
    RefundState,
    failed_since,
    made_by_hand,
    made_for,
)
from functions.shared.money import Money


def refund(return_id: str, status: RefundStatus = RefundStatus.STANDING) -> ProviderRefund:
    return ProviderRefund(f"re_{return_id}_{status}", return_id, 100, status)


def test_a_refund_is_known_by_the_name_of_its_return() -> None:
    found = [refund(""), refund("ret_b"), refund("ret_a")]
    assert made_for("ret_a", found) == found[2]
    assert made_for("ret_c", found) is None


def test_a_refund_that_failed_needs_somebody_to_look_unless_another_stands() -> None:
    failed = refund("ret_a", RefundStatus.FAILED)
    with pytest.raises(RefundRefused, match="is failed"):
        made_for("ret_a", [failed])
    assert made_for("ret_a", [failed, refund("ret_a")]) == refund("ret_a")


def test_a_refund_that_is_known_to_have_failed_is_as_if_it_had_not_been_made() -> None:
    failed = refund("ret_a", RefundStatus.FAILED)
    assert made_for("ret_a", [failed], [failed.refund_id]) is None
    assert made_for("ret_a", [failed, refund("ret_a")], [failed.refund_id]) == refund("ret_a")


def test_a_refund_has_failed_since_it_was_done_only_if_the_provider_says_so_of_that_one() -> None:
    done = Refund(100, RefundState.DONE, 1, refund_id="re_ret_a_failed")
    others = {"ret_b": Refund(100, RefundState.CLAIMED, 2, failed=("re_ret_b_failed",))}
    account = Account("ord_a", "pi_a", 1000, 200, others | {"ret_a": done}, True)
    failed = [refund(name, RefundStatus.FAILED) for name in ("ret_a", "ret_b")]
    assert failed_since(account, failed) == ["ret_a"]
    assert failed_since(account, [refund("ret_a")]) == failed_since(account, []) == []


def test_the_first_key_is_the_return_itself() -> None:
    assert Refund(1, RefundState.CLAIMED, 1).key("ret_a") == "ret_a"
    assert Refund(1, RefundState.CLAIMED, 2).key("ret_a") == "ret_a-2"


def test_what_is_claimed_is_no_longer_left() -> None:
    assert Account("ord_a", "pi_a", 1000, 400, {}, True).left == 600


def captured_in_part(refunded: int) -> Hold:
    """Of 1000 that were held, 700 were captured and 300 let go."""
    return Hold("pi_a", "ord_a", HoldStatus.TAKEN, Money(1000), 700, refunded, False, True, "", None)


def listed(*amounts: int) -> list[ProviderRefund]:
    """Untagged, newest first."""
    return [
        ProviderRefund(f"re_{number}", "", amount, RefundStatus.STANDING)
        for number, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("refunded", "amounts", "by_hand"),
    [
        (0, [300], []),
        (300, [300], [300]),
        (300, [300, 300], [300]),
        (100, [100, 300], [100]),
        (150, [50, 100, 300], [50, 100]),
        (150, [50, 100], [50, 100]),
        (100, [50, 100], [50, 100]),
    ],
)
def test_what_a_partial_capture_let_go_is_told_apart(
    refunded: int, amounts: list[int], by_hand: list[int]
) -> None:
    found = made_by_hand(captured_in_part(refunded), listed(*amounts))
    assert [one.amount for one in found] == by_hand


def test_what_was_let_go_is_by_nobodys_hand_where_hold_and_list_are_not_of_one_moment() -> None:
    with pytest.raises(ProviderUnavailable, match="different moments"):
        made_by_hand(captured_in_part(100), listed(50, 100, 300))
