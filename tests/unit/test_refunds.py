"""What the provider's list of refunds says of a return."""

import pytest

from functions.payment.hold import ProviderRefund, RefundStatus
from functions.payment.refunds import Account, Refund, RefundRefused, RefundState, failed_since, made_for


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
