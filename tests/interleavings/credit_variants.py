"""Credit that is broken on purpose, for the pairs of credit_pairs.py to find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from functions.credit import merge_accounts, redeem_code, writes
from functions.shared.write import Write
from tests.interleavings.variants import Found, _patched


class _Unconditional(Write):
    """A deposit takes place in an account that was merged, too."""

    @classmethod
    def update(cls, *given: Any, **more: Any) -> Write:
        merged_or_not = "attribute_exists(#merged_into) OR attribute_not_exists(#merged_into)"
        return Write.update(*given, **more | ({"condition": merged_or_not} if _is_deposit(more) else {}))


def _is_deposit(more: dict[str, Any]) -> bool:
    return "amount" in more["values"] and "owner" not in more["values"]


def _anyhow(lent: Callable[..., Write]) -> Callable[..., Write]:
    """A code is used up whoever has redeemed it."""
    return lambda *given: replace(lent(*given), condition="#amount = :amount")


def _whatever_came_meanwhile(lent: Callable[..., list[Write]]) -> Callable[..., list[Write]]:
    """A guest's balance is moved as it was read."""

    def merge(*given: Any) -> list[Write]:
        redirect, *others = lent(*given)
        values = {name: one for name, one in redirect.values.items() if name != "seen"}
        return [replace(redirect, condition="attribute_not_exists(#merged_into)", values=values), *others]

    return merge


def _apart(transact: Callable[[list[Write]], None]) -> Callable[[list[Write]], None]:
    """The code first, then the money."""

    def write(writes: list[Write]) -> None:
        transact(writes[:1])
        transact(writes[1:])

    return write


ONE_OWNER = "redeem || redeem, one code and one owner"
TWO_OWNERS = "redeem || redeem, one code and two owners"
VARIANTS: dict[str, Found] = {
    "a code is redeemed by whoever read that nobody had": (
        _patched(writes, "redeem", _anyhow(writes.redeem)),
        (TWO_OWNERS,),
    ),
    "a code is used up, and its money comes after": (
        _patched(redeem_code, "transact", _apart(redeem_code.transact)),
        (ONE_OWNER,),
    ),
    "a guest's balance is moved whatever came meanwhile": (
        _patched(writes, "merge", _whatever_came_meanwhile(writes.merge)),
        ("redeem || merge",),
    ),
    "money comes to an account that was merged": (
        _patched(writes, "Write", _Unconditional),
        ("redeem || merge",),
    ),
    "two merges of one guest move the same money": (
        _patched(merge_accounts, "transact", _apart(merge_accounts.transact)),
        ("merge || the same merge",),
    ),
}
