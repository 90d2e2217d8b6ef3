"""Writes on credit accounts, for transactions with what causes them: key `account` + `item`.

| account | item | what |
|---|---|---|
| `account#<owner>` | `head` | balance, held |
| `account#<owner>` | `entry#<time>#<type>#<cause>` | one change of it |
| `code#<hash>` | `code` | a gift code: what it is worth, who redeemed it |
| `grant#<id>` | `grant` | one grant of an operator's |

Balances change by so much and not to so much: who changes one account beside others only waits for them. What
makes an entry happen once is the item of its cause, in the same transaction. What is held for an order has
its name in the order's reservation, whose write in the same transaction makes it held, spent or free again
once.
"""

from functions.credit.account import (
    Account,
    Entry,
    EntryType,
    place_of,
    place_of_code,
    place_of_grant,
    place_of_order,
)
from functions.shared.money import shop_currency
from functions.shared.write import Item, Write

TABLE = "CREDITS_TABLE"
ACCOUNT = "account"
OTHER_ACCOUNT = "other account"
ENTRY = "entry"
CODE = "code"
GRANT = "grant"
HEAD = "head"
ENTRIES = "entry#"
_NEW = "attribute_not_exists(#account)"
_STANDS = "attribute_not_exists(#merged_into)"
_BEGUN = "#held = if_not_exists(#held, :none), #currency = if_not_exists(#currency, :currency)"
"""What an account has that nothing ever came to."""


def head_key(owner: str) -> Item:
    return {"account": place_of(owner), "item": HEAD}


def code_key(code_id: str) -> Item:
    return {"account": place_of_code(code_id), "item": CODE}


def deposit(owner: str, entry: Entry, label: str = ACCOUNT) -> list[Write]:
    """The entry's amount is added to the owner's balance. Refused under the label where the account was
    merged into another."""
    head = Write.update(
        TABLE,
        label,
        head_key(owner),
        f"SET #balance = if_not_exists(#balance, :none) + :amount, {_BEGUN}",
        condition=_STANDS,
        values={"none": 0, "amount": entry.amount, "currency": shop_currency()},
    )
    return [head, _append(owner, entry)]


def hold(owner: str, amount: int) -> Write:
    """`amount` of what is free is held. Refused under `account` where less is free, or the account was merged
    into another."""
    return Write.update(
        TABLE,
        ACCOUNT,
        head_key(owner),
        "SET #balance = #balance - :amount, #held = #held + :amount",
        condition=f"#balance >= :amount AND {_STANDS}",
        values={"amount": amount},
    )


def end_hold(owner: str, held: int, spent: int, order_id: str, standing: str, at: str) -> list[Write]:
    """What this owner's account holds for an order is held no more: `spent` of it went into the order, and
    the rest is free again in the account `standing`: this one, or the one into which it was merged.

    Refused under `account` where less is held, or the account is to take something and was merged into
    another; under `other account` where that was merged itself.
    """
    freed = held - spent
    stays = freed if standing == owner else 0
    head = Write.update(
        TABLE,
        ACCOUNT,
        head_key(owner),
        "SET #held = #held - :held, #balance = #balance + :freed",
        condition="#held >= :held" + (f" AND {_STANDS}" if stays else ""),
        values={"held": held, "freed": stays},
    )
    paid = Entry(EntryType.ORDER, spent, place_of(owner), place_of_order(order_id), at, order_id=order_id)
    entered = [_append(owner, paid)] if spent else []
    return [head, *entered, *(_move(freed - stays, owner, standing, at, order_id) if freed > stays else [])]


def redeem(code_id: str, owner: str, amount: int, at: str) -> Write:
    """Use the code up, once. Refused under `code` unless it is worth this amount and nobody redeemed it."""
    return Write.update(
        TABLE,
        CODE,
        code_key(code_id),
        "SET #redeemed_by = :owner, #redeemed_at = :at",
        condition="#amount = :amount AND attribute_not_exists(#redeemed_by)",
        values={"owner": owner, "at": at, "amount": amount},
    )


def issue(code_id: str, amount: int, batch: str, at: str) -> Write:
    """A new code that is worth so much; refused under `code` if there is one of this hash."""
    item = code_key(code_id) | {
        "amount": amount,
        "currency": shop_currency(),
        "batch": batch,
        "issued_at": at,
    }
    return Write.put(TABLE, CODE, item, condition=_NEW)


def grant(grant_id: str, owner: str, amount: int, at: str) -> Write:
    """What makes a grant happen once; refused under `grant` if it did."""
    item = {"account": place_of_grant(grant_id), "item": GRANT}
    given: Item = {"owner": owner, "amount": amount, "at": at}
    return Write.put(TABLE, GRANT, item | given, condition=_NEW)


def merge(guest: Account, owner: str, at: str) -> list[Write]:
    """All that is free in the guest's account moves into the owner's, once, with an entry on both sides;
    whatever comes to the guest later has to go there, too. What is held stays with its orders.

    Refused under `account` unless the guest's is as it was seen and was never merged, under `other account`
    where the owner's was merged itself.
    """
    unchanged = "#balance = :seen" if guest.balance else "attribute_not_exists(#balance) OR #balance = :seen"
    redirect = Write.update(
        TABLE,
        ACCOUNT,
        head_key(guest.owner),
        f"SET #merged_into = :owner, #balance = :none, {_BEGUN}",
        condition=f"{_STANDS} AND ({unchanged})",
        values={"owner": owner, "none": 0, "seen": guest.balance, "currency": shop_currency()},
    )
    if not guest.balance:
        return [redirect, Write.check(TABLE, OTHER_ACCOUNT, head_key(owner), condition=_STANDS)]
    return [redirect, *_move(guest.balance, guest.owner, owner, at)]


def _move(amount: int, guest: str, owner: str, at: str, order_id: str = "") -> list[Write]:
    """The entries on both sides of what leaves a merged account, and its arrival."""
    places = (place_of(guest), place_of(owner))
    left = Entry(EntryType.MERGED_OUT, amount, *places, at, order_id=order_id)
    arrived = Entry(EntryType.MERGED_IN, amount, *places, at, order_id=order_id)
    return [_append(guest, left), *deposit(owner, arrived, OTHER_ACCOUNT)]


def _append(owner: str, entry: Entry) -> Write:
    key = {"account": place_of(owner), "item": f"{ENTRIES}{entry.at}#{entry.type}#{entry.cause(owner)}"}
    told: Item = {"type": entry.type, "amount": entry.amount, "from": entry.source, "to": entry.target}
    more = {"why": entry.why, "order_id": entry.order_id}
    given = {name: text for name, text in more.items() if text}
    return Write.put(TABLE, ENTRY, key | told | {"at": entry.at} | given, condition=_NEW)
