"""Published AWS sagas, for scale: what one success takes of what can be read off their sources.

Counted by hand from the files named, at the commits that they were read at. What a source does not say is
left out of both sides: how long their functions run, how large their items are, traces, logs, notifications.
"""

from dataclasses import dataclass
from fractions import Fraction

from bench.counting import Counts
from bench.exact import Exact
from bench.markdown import dollars, number, table
from bench.prices import Prices

MILLION = 1_000_000


@dataclass(frozen=True)
class Saga:
    """One success: `transitions` from start to end, invocations of functions, request units (items of up to a
    kilobyte, indexes that are declared beside the table), `requests` to a REST API."""

    name: str
    source: str
    transitions: int
    invocations: int
    writes: Exact
    reads: Exact
    requests: int
    leaves_out: str

    def usd(self, prices: Prices) -> Fraction:
        """For a million successes."""
        taken = {
            "state_transition": self.transitions,
            "lambda_request": self.invocations,
            "write_unit": self.writes,
            "read_unit": self.reads,
            "api_request": self.requests,
        }
        return sum((MILLION * prices[price].of(units) for price, units in taken.items()), Fraction(0))


PUBLISHED = (
    Saga(
        "long-lived-transactions",
        "aws-samples/aws-step-functions-long-lived-transactions: statemachine/llt.asl.yaml (02e17bd), "
        "template.yaml (06eb2ca), order-new, payment-debit, inventory-reserve (5ca56b7, 54ed098, 3bcfb19)",
        transitions=5,
        invocations=3,
        writes=5,  # three puts; payment and inventory are in an index each
        reads=0,
        requests=0,
        leaves_out="an API, a notification; who pays or reserves is not asked",
    ),
    Saga(
        "airline booking",
        "aws-samples/aws-serverless-airline-booking: src/backend/booking/template.yaml (0cfb4d1), reserve.py "
        "(1e424ba), confirm.py (0fa5b64), notify.py (0cfb4d1)",
        transitions=6,
        invocations=4,
        writes=3,  # the seat by the machine itself, the booking put and confirmed
        reads=0,
        requests=0,
        leaves_out="a request to AppSync, a notification, the charge, indexes declared elsewhere",
    ),
    Saga(
        "saga-pattern-cdk",
        "aws-samples/step-functions-workflows-collection: saga-pattern-cdk/lib/stateMachine.ts (2e9f781), "
        "lambdas/flights, lambdas/payment (2365daf, 4147a47, 2e9f781)",
        transitions=7,
        invocations=6,
        writes=5,  # flight, rental and payment put; flight and rental confirmed
        reads=0,
        requests=1,
        leaves_out="a notification; who is paid is not asked",
    ),
)


def section(confirmed: Counts, completed: Counts, prices: Prices) -> str:
    ours = [_ours(one) for one in (confirmed, completed)]
    cells = [
        [
            one.name,
            str(one.transitions),
            str(one.invocations),
            number(one.writes),
            number(one.reads),
            str(one.requests),
            dollars(one.usd(prices)),
            one.leaves_out,
        ]
        for one in (*ours, *PUBLISHED)
    ]
    head = [
        *("saga", "transitions of a success", "Lambda invocations", "write units", "read units"),
        *("API requests", "these, US dollars per million", "not among them"),
    ]
    sources = "\n".join(f"- {one.name}: {one.source}" for one in PUBLISHED)
    return (
        "### Beside published AWS sagas\n\n"
        + table(head, cells)
        + "\n\nNot the whole bill of any of them: only what can be read off a source, at the same prices. "
        "They do other and fewer things: none holds the units of all lines or of none, holds a card before "
        "it is charged, remembers a request that comes twice, has a fence before its way back, or keeps a "
        "log of what happened. Counted by hand from\n\n" + sources
    )


def _ours(counts: Counts) -> Saga:
    """Of functions, those that this order alone has called."""
    return Saga(
        f"PaidOnce, {counts.scenario.title}",
        "",
        counts.transitions,
        len(counts.invocations),
        counts.writes,
        counts.reads,
        counts.requests,
        "what the bill above has beside",
    )
