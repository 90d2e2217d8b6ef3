"""`python -m tests.provider URL`: does an adapter, as it is, offer all that the port demands?

Today the adapter is Stripe's, and the server at URL one that speaks Stripe's API. Prints what each demand
found; ends with 0 if all are met, with 1 if not. The key is taken from STRIPE_API_KEY. Stripe's own test mode
(https://api.stripe.com and an sk_test_ key) is such a server, too. Events are not tried: nobody can deliver
them here.
"""

import argparse
import os
import sys

from tests.provider.adapters import ANY_TEST_KEY, CARDS, stripe_at
from tests.provider.contract import CONTRACT
from tests.provider.demands import Cards, Subject


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.provider", description="Try the payment adapter.")
    parser.add_argument("url", help="the server's base address, without /v1")
    parser.add_argument("--approved", default=CARDS.approved)
    parser.add_argument("--declined", default=CARDS.declined)
    parser.add_argument("--asking", default=CARDS.asking)
    given = parser.parse_args()
    key = os.environ.get("STRIPE_API_KEY", ANY_TEST_KEY)
    if "_test_" not in key:
        print("STRIPE_API_KEY is no test key: this moves money.", file=sys.stderr)
        return 2
    with stripe_at(given.url, key, Cards(given.approved, given.declined, given.asking)) as subject:
        return ask(subject)


def ask(subject: Subject) -> int:
    unmet = 0
    for demand in CONTRACT:
        if demand.hears and subject.delivered is None:
            print(f"{demand.name:34}not tried")
            continue
        found = demand.found(subject)
        unmet += found != demand.expects
        outcome = "ok" if found == demand.expects else f"differs: {found}, not {demand.expects}"
        print(f"{demand.name:34}{outcome}")
    return 1 if unmet else 0


if __name__ == "__main__":
    sys.exit(main())
