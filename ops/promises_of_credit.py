"""What a shop promises of the credit that it owes: whatever runs at once, every cent has come from somewhere,
once, and no account is overdrawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from functions.credit.account import (
    ACCOUNT,
    REFUND,
    Account,
    place_of,
    place_of_code,
    place_of_grant,
    place_of_refund,
)
from functions.credit.whole_store import Credits
from functions.payment.payment import Payment


def broken_credit(kept: Credits, payments: Iterable[Payment] | None) -> Iterator[str]:
    """One sentence for each way in which an account breaks a promise. `payments`: whose refunds became
    credit; None where not all of them can be read."""
    for owner in sorted(kept.accounts.keys() | kept.entries.keys()):
        yield from _adds_up(owner, kept)
    yield from _given_once(kept, payments)
    yield from _both_sides(kept)


def _adds_up(owner: str, kept: Credits) -> Iterator[str]:
    """What came less what went is what is there: balance + held = sum of entries."""
    account = kept.accounts.get(owner, Account(owner))
    changed = sum(entry.changes(owner) for entry in kept.entries.get(owner, []))
    if account.balance + account.held != changed:
        yield (
            f"credit counted wrong: {owner} has {account.balance} + {account.held} held,"
            f" its entries come to {changed}"
        )
    if min(account.balance, account.held) < 0:
        yield f"credit overdrawn: {owner} has {account.balance}, {account.held} held"
    if account.merged_into is not None and account.balance:
        yield f"credit left behind: {account.balance} of {owner}, merged into {account.merged_into}"


def _given_once(kept: Credits, payments: Iterable[Payment] | None) -> Iterator[str]:
    """Each code that was redeemed, each grant, and each refund that became credit, by one entry of its worth;
    no entry from elsewhere."""
    worth = {place_of_code(one.code_id): one.amount for one in kept.codes.values() if one.redeemed_by}
    worth |= {place_of_grant(grant_id): one.amount for grant_id, one in kept.grants.items()}
    worth |= {place_of_refund(name): amount for name, amount in _became_credit(payments or ())}
    given: dict[str, list[int]] = defaultdict(list)
    for entries in kept.entries.values():
        for entry in entries:
            if not entry.source.startswith(ACCOUNT):
                given[entry.source].append(entry.amount)
    for place in sorted(worth.keys() | given.keys()):
        if payments is None and place.startswith(REFUND):
            continue
        if given[place] != [worth.get(place)]:
            yield f"credit given wrong: {place} is worth {worth.get(place, 0)}, accounts got {given[place]}"


def _became_credit(payments: Iterable[Payment]) -> Iterator[tuple[str, int]]:
    for payment in payments:
        for claim_id, (amount, done) in payment.to_credit.items():
            if done:
                yield claim_id, amount


def _both_sides(kept: Credits) -> Iterator[str]:
    """What went from one account to another stands in both, alike."""
    sides: dict[tuple[str, str, int, str], set[str]] = defaultdict(set)
    for owner, entries in kept.entries.items():
        for entry in entries:
            if entry.source.startswith(ACCOUNT) and entry.target.startswith(ACCOUNT):
                sides[entry.source, entry.target, entry.amount, entry.at].add(place_of(owner))
    for (source, target, amount, _), seen in sorted(sides.items()):
        if seen != {source, target}:
            yield f"credit moved by halves: {amount} from {source} to {target}"
