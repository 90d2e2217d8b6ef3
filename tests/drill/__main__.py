"""`python -m tests.drill URL`: drives the payment adapter as it is against a server that speaks Stripe's API.

Prints what each operation found beside what Stripe documents; ends with 0 if all agree, with 1 if not. The
key is taken from STRIPE_API_KEY. Stripe's own test mode (https://api.stripe.com and an sk_test_ key) is such
a server, too.
"""

import argparse
import os
import sys
from unittest.mock import patch

from functions.payment import credentials
from functions.payment.credentials import Credentials
from tests.drill.operations import OPERATIONS, Cards, Operation

ANY_TEST_KEY = "sk_test_drill"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description="Drive the payment adapter.")
    parser.add_argument("url", help="the server's base address, without /v1")
    parser.add_argument("--approved", default="pm_card_visa")
    parser.add_argument("--declined", default="pm_card_visa_chargeDeclined")
    parser.add_argument("--asking", default="pm_card_authenticationRequired")
    given = parser.parse_args()
    key = os.environ.get("STRIPE_API_KEY", ANY_TEST_KEY)
    if "_test_" not in key:
        print("STRIPE_API_KEY is no test key: this moves money.", file=sys.stderr)
        return 2
    return drill(given.url, key, Cards(given.approved, given.declined, given.asking))


def drill(url: str, key: str, cards: Cards) -> int:
    keys = Credentials(key, None)
    differing = 0
    with (
        patch.dict(os.environ, {"STRIPE_API_BASE": url}),
        patch.object(credentials, "current", lambda *_: keys),
    ):
        for operation in OPERATIONS:
            found = _found(operation, cards)
            agrees = found == operation.documented
            differing += not agrees
            print(f"{operation.name:34}{'ok' if agrees else f'differs: {found}, not {operation.documented}'}")
    return 1 if differing else 0


def _found(operation: Operation, cards: Cards) -> str:
    try:
        return operation.run(cards)
    except Exception as error:  # noqa: BLE001 - every error is a finding
        return type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
