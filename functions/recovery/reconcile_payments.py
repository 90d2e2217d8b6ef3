"""Compare the provider's list of payments with ours, both ways, and cure what differs (mismatch.py).

First the provider's list, by creation time: the last eight days up to a few minutes ago, so that each hold
is met by several runs. Then the holds of which disputes were opened in that time, and our records that claim
money, of which the list did not contain the hold: those are read singly. A suspicion is looked at again after
everything else, and counts only if it stands.

Between such runs there are short ones, over the list of the last hours alone: most of what goes astray does
so soon, and a whole run costs the more the more was sold.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.payment.claims_store import Claim, page_of_claims
from functions.payment.errors import HoldUnknown, ProviderUnavailable
from functions.payment.hold import Hold
from functions.payment.provider import provider
from functions.recovery.cure_mismatch import cure
from functions.recovery.mismatch import Case, Cure, Finding, Mismatch, findings, live, names_no_order
from functions.recovery.read_case import cases_of, look_at
from functions.shared import clock, ids
from functions.shared.items import Aside, describe
from functions.shared.observe import about, count, logger
from functions.shared.table import may_pass

WINDOW = timedelta(days=8)
"""A hold lives for a week."""
RECENT = timedelta(hours=6)
GRACE = timedelta(minutes=5)
MOST_PAGES = 10_000
MOST_SUSPECTS = 200
MOST_WITHOUT_ORDER = 20
"""So many payments without an order are given back in one go. More of them look like a wrong or a restored
table, not like payments that went astray: a person decides about all of them."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come: `since` and `until` in Unix seconds; `after` is the last hold of the list, or
    the last order of our records once the provider's list is `listed`. A `short` run ends there."""

    since: int
    until: int
    listed: bool = False
    after: str = ""
    part: int = 1
    short: bool = False


@dataclass
class Summary:
    looked_at: int = 0
    mismatches: Counter[str] = field(default_factory=Counter)
    cured: int = 0
    to_operator: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "looked_at": self.looked_at,
            "mismatches": dict(sorted(self.mismatches.items())),
            "cured": self.cured,
            "to_operator": self.to_operator,
        }


def begin(*, short: bool = False) -> Progress:
    now = clock.now()
    window = RECENT if short else WINDOW
    return Progress(int((now - window).timestamp()), int((now - GRACE).timestamp()), short=short)


class Reconciliation:
    """One part of a run: as far as time allows. `seen`: the holds that the list contained, as far as this
    part has read it; what it does not know is read singly, which is right and slower."""

    def __init__(self, *, dry_run: bool = False, most_without_order: int | None = None) -> None:
        self.summary = Summary()
        self._dry_run = dry_run
        self._most = MOST_WITHOUT_ORDER if most_without_order is None else most_without_order
        self._seen: set[str] = set()
        self._suspects: dict[str, set[str]] = {}
        self._suspicions: set[tuple[str, str, str]] = set()
        self._nameless: list[str] = []

    def run(self, progress: Progress, has_time: Callable[[], bool]) -> Progress | None:
        """Where to go on, None at the end. Raises ProviderUnavailable if the list cannot be read."""
        rest: Progress | None = progress
        for _ in range(MOST_PAGES):
            if rest is None or not has_time() or len(self._suspects) >= MOST_SUSPECTS:
                break
            rest = self._list(rest) if not rest.listed else self._claims(rest)
        self._look_again()
        return replace(rest, part=rest.part + 1) if rest else None

    def _list(self, at: Progress) -> Progress | None:
        holds, after = provider.page_of_holds(at.since, at.until, at.after)
        self.summary.looked_at += len(holds)
        self._seen |= {hold.hold_id for hold in holds}
        named = [hold for hold in holds if ids.is_order_id(hold.order_id)]
        for case in cases_of(named):
            if case.needs_refunds or case.needs_disputes:
                self._look_alone(case.order_id, {hold.hold_id for hold in case.holds})
            else:
                self._suspect(case)
        for hold in holds:
            if not ids.is_order_id(hold.order_id) and live(hold):
                self._nameless.append(hold.hold_id)
        if not after:
            self._disputed(at)
        if at.short and not after:
            return None
        return replace(at, after=after, listed=not after)

    def _disputed(self, at: Progress) -> None:
        """Disputes come weeks after their payments, which the list of those times no longer shows."""
        for hold_id in sorted(set(provider.list_disputed(at.since, at.until)) - self._seen):
            with suppress(HoldUnknown):
                hold = provider.read_hold(hold_id)
                if ids.is_order_id(hold.order_id):
                    self.summary.looked_at += 1
                    self._look_alone(hold.order_id, {hold_id})

    def _claims(self, at: Progress) -> Progress | None:
        aside: Aside = {}
        claims, after = page_of_claims(at.after, aside)
        for order_id in aside:
            self.summary.looked_at += 1
            self._look_alone(order_id, self._suspects.get(order_id, set()))
        for claim in claims:
            if self._unlisted(claim, at):
                self.summary.looked_at += 1
                self._look_alone(claim.order_id, {claim.hold_id})
        return replace(at, after=after) if after else None

    def _unlisted(self, claim: Claim, at: Progress) -> bool:
        """Not compared yet, and worth it: what was settled before the window was compared in its time."""
        if claim.hold_id in self._seen or claim.begun_at > _text(at.until):
            return False
        return claim.unsettled or claim.changed_at >= _text(at.since)

    def _look_alone(self, order_id: str, hold_ids: set[str]) -> None:
        with about(order_id):
            try:
                self._suspect(look_at(order_id, hold_ids))
            except Exception as failure:  # noqa: BLE001 - whatever is wrong with one order, the others go on
                self._put_off(order_id, failure)

    def _suspect(self, case: Case) -> None:
        found = findings(case)
        if found:
            self._suspects.setdefault(case.order_id, set()).update(one.hold_id for one in case.holds)
            self._suspicions |= {one.subject for one in found}

    def _look_again(self) -> None:
        """One that cannot be read or cured now is met by the next run; the others are not to wait for it."""
        for order_id, hold_ids in self._suspects.items():
            with about(order_id):
                try:
                    self._look_again_at(look_at(order_id, hold_ids))
                except Exception as failure:  # noqa: BLE001 - as above
                    self._put_off(order_id, failure)
        for hold_id in self._nameless:
            self._look_again_at_nameless(hold_id)

    def _look_again_at(self, case: Case) -> None:
        for finding in findings(case):
            if finding.subject in self._suspicions:
                self._settle(finding, case)

    def _put_off(self, order_id: str, failure: Exception) -> None:
        """The next run looks again; what will be no better then is logged as an error of ours."""
        log = logger.warning if may_pass(failure) else logger.error
        log("mismatch left to the next run", extra={"order_id": order_id, "error": describe(failure)})
        count("MismatchesPutOff")

    def _look_again_at_nameless(self, hold_id: str) -> None:
        try:
            hold: Hold = provider.read_hold(hold_id)
        except (HoldUnknown, ProviderUnavailable):
            return
        if live(hold):
            self._tell_operator(names_no_order(hold))
            self._report(names_no_order(hold), "operator")

    def _settle(self, finding: Finding, case: Case) -> None:
        if finding.cure is Cure.OPERATOR or self._one_of_too_many(finding):
            self._tell_operator(finding)
            self._report(finding, "operator")
        elif finding.cure is Cure.LEAVE or self._dry_run:
            self._report(finding, "left")
        else:
            cured = cure(finding, case)
            self.summary.cured += cured
            self._report(finding, "cured" if cured else "moved")

    def _one_of_too_many(self, finding: Finding) -> bool:
        alike = sum(mismatch == Mismatch.WITHOUT_ORDER for mismatch, _, _ in self._suspicions)
        return finding.mismatch is Mismatch.WITHOUT_ORDER and alike > self._most

    def _tell_operator(self, finding: Finding) -> None:
        self.summary.to_operator += 1
        if not self._dry_run:
            count("PaymentsToOperator")

    def _report(self, finding: Finding, outcome: str) -> None:
        self.summary.mismatches[finding.mismatch] += 1
        if self._dry_run:
            return
        count("PaymentMismatches", mismatch=finding.mismatch)
        log = logger.error if outcome == "operator" else logger.warning
        log(
            "payment mismatch",
            extra={
                "mismatch": finding.mismatch,
                "outcome": outcome,
                "order_id": finding.order_id,
                "intent_id": finding.hold_id,
                "return_id": finding.return_id,
                "provider_amount": finding.provider_amount,
                "our_amount": finding.our_amount,
                "why": finding.why,
            },
        )


def _text(seconds: int) -> str:
    return clock.timestamp(datetime.fromtimestamp(seconds, UTC))
