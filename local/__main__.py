"""The whole shop on this machine: `python -m local`, or `make run`.

Environment: PORT (default 8000) is the shop's port; KEEP=1 keeps what an earlier run stored; PATIENCE
(default brisk) names how long the shop waits for customers and kitchen (infra/patience.py); ALLOW_ORIGINS are
the origins of pages from elsewhere that may call the API (default: what cdk.json's context says); CURRENCY is
the shop's (default: the same, else EUR): in another than EUR it begins empty;
KITCHEN=off leaves the kitchen out, and confirmed orders CONFIRMED; KITCHEN=own leaves it out, and offers
orders to a warehouse of yours; CRASH=off leaves the crash bench out; STRIPE_API_KEY is the test key that the
sandbox is called with.
PROVIDER is the address of another run's payment sandbox, for two shops that are one in two regions.
QUOTE_FUNCTION names a function of your own that makes the shop's prices (docs/adopting.md).
SESSIONS=valkey keeps session data in a server of its own (Valkey or Redis), where one is installed.
Exit status: 0 after a stop that was asked for, 2 if the run cannot start as asked, 1 if something broke.
"""

import json
import os
import re
import sys

from functions.payment import provider_limits
from functions.payment.limits import CurrencyUnknown
from functions.shared.money import USUAL
from infra.origins import InvalidOrigins, read_origins
from infra.quote_function import EXPECTED, names_a_function
from local.children import ChildFailed
from local.claim import Refused, parse_port
from local.deploy import DeployFailed
from local.launcher import VALKEY, Options, run
from local.session_cache.server import MISSING, find
from local.settings import ROOT
from local.synth import SynthFailed

DEFAULT_PORT = "8000"
TEST_KEY = re.compile(r"sk_test_[A-Za-z0-9_]{1,100}")
DEFAULT_PATIENCE = "brisk"
SESSION_STORES = ("dynamodb", VALKEY)


def deployed(name: str, default: str) -> str:
    """What the context says that a deployment has, too."""
    return str(json.loads((ROOT / "cdk.json").read_text())["context"].get(name, default))


def parse_currency() -> str:
    """That of CURRENCY, or of the context. Raises Refused."""
    currency = os.environ.get("CURRENCY") or deployed("currency", USUAL)
    try:
        provider_limits.limits(currency)
    except CurrencyUnknown:
        raise Refused(f"CURRENCY: the payment provider takes no {currency!r}") from None
    return currency


def parse_origins() -> tuple[str, ...]:
    """Those of ALLOW_ORIGINS, or of the context. Raises Refused."""
    try:
        return read_origins(os.environ.get("ALLOW_ORIGINS") or deployed("allowOrigins", ""))
    except InvalidOrigins as wrong:
        raise Refused(f"ALLOW_ORIGINS: {wrong}") from None


def parse_switch(name: str) -> bool:
    """Whether what this variable is named after runs: unless it is off. Raises Refused."""
    text = os.environ.get(name) or "on"
    if text in ("on", "off"):
        return text == "on"
    raise Refused(f"{name} must be on or off, not {text!r}")


def parse_sessions() -> str:
    """What keeps session data, by SESSIONS. Raises Refused, where the server is missing too."""
    text = os.environ.get("SESSIONS") or SESSION_STORES[0]
    if text not in SESSION_STORES:
        raise Refused(f"SESSIONS must be {' or '.join(SESSION_STORES)}, not {text!r}")
    if text == VALKEY and find() is None:
        raise Refused(f"SESSIONS={VALKEY}: {MISSING}")
    return text


def parse_quote_function() -> str:
    """What QUOTE_FUNCTION names, empty for prices by the shop's file. Raises Refused."""
    text = os.environ.get("QUOTE_FUNCTION") or ""
    if not text or names_a_function(text):
        return text
    raise Refused(f"QUOTE_FUNCTION must be {EXPECTED}, not {text!r}")


def parse_kitchen() -> tuple[bool, bool]:
    """Whether the kitchen runs, and whether somebody else packs instead. Raises Refused."""
    text = os.environ.get("KITCHEN") or "on"
    if text in ("on", "off", "own"):
        return text == "on", text == "own"
    raise Refused(f"KITCHEN must be on, off or own, not {text!r}")


def parse_api_key() -> str:
    """The key that the shop calls its provider with; empty for one made up. It never leaves this machine, so
    one that moves money has no business here. Raises Refused, without saying the key."""
    key = os.environ.get("STRIPE_API_KEY") or ""
    if not key or TEST_KEY.fullmatch(key):
        return key
    raise Refused("STRIPE_API_KEY must be a test key, sk_test_ and letters or digits: no money is moved here")


def main() -> int:
    try:
        port = parse_port(os.environ.get("PORT") or DEFAULT_PORT)
        patience = os.environ.get("PATIENCE") or DEFAULT_PATIENCE
        keep = os.environ.get("KEEP") == "1"
        kitchen, warehouse = parse_kitchen()
        run(
            Options(
                port,
                keep=keep,
                patience=patience,
                allow_origins=parse_origins(),
                currency=parse_currency(),
                kitchen=kitchen,
                warehouse=warehouse,
                api_key=parse_api_key(),
                crash=parse_switch("CRASH"),
                provider=os.environ.get("PROVIDER", ""),
                sessions=parse_sessions(),
                quote_function=parse_quote_function(),
            )
        )
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except (ChildFailed, DeployFailed, SynthFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
