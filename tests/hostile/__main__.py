"""`make hostile`: a shop of its own, attacked, and audited.

SEED=n repeats a run; REQUESTS=n (default 20000) is how many are made up. Exit status: 0 if nothing broke,
leaked or was let in, and the audit is clean, else 1.
"""

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.e2e import planted
from tests.e2e.shop import Buyer, Shop
from tests.e2e.test_operators import operator
from tests.hostile.flood import operators_flood, strangers_flood
from tests.hostile.logins import codes, kept
from tests.hostile.replays import callbacks, sockets, webhooks
from tests.hostile.sessions import customers_refused, pages_from_elsewhere_refused, signed_out_refused
from tests.hostile.strangers import ids_refused, tokens_refused
from tests.hostile.tokens import forged
from tests.hostile.victim import Victim, victim_of
from tests.running_shop import start

SHOWN = 40


def main() -> int:
    seed = os.environ.get("SEED") or str(random.randrange(2**31))  # noqa: S311 - a test's seed
    count = int(os.environ.get("REQUESTS") or "20000")
    print(f"SEED={seed} REQUESTS={count}", flush=True)
    run = start()
    shop = Shop.of(run)
    os.environ["PAIDONCE_HOME"] = str(run.home)  # where its events' secret is looked up
    try:
        return attack(shop, seed, count)
    finally:
        shop.operator.stop()
        run.stop()


def attack(shop: Shop, seed: str, count: int) -> int:
    planted.plant(shop)  # first: the floods use up this address's logins, and may leave nothing to sell
    victim, stranger, ada = victim_of(shop), shop.buyer(), operator(shop)
    wrong = 0
    for name, found in _attacks(shop, victim, stranger, ada, seed, count):
        broken = list(found)
        wrong += len(broken)
        print(f"{name}: {len(broken)} went wrong", flush=True)
        print("".join(f"  {one}\n" for one in broken[:SHOWN]), end="", flush=True)
    report = shop.audit()
    print(f"audit: {'ok' if report['ok'] else report['violations']}", flush=True)
    return 0 if report["ok"] and not wrong else 1


def _attacks(
    shop: Shop, victim: Victim, stranger: Buyer, ada: Buyer, seed: str, count: int
) -> Iterator[tuple[str, Iterator[str]]]:
    yield "forged tokens on every call", tokens_refused(shop, victim, forged(victim.buyer.token))
    yield "logins that somebody else takes", codes(shop, victim)
    yield "what sessions keep", kept(shop, victim, stranger)
    yield "signed out, on every call", signed_out_refused(shop, victim)
    yield "customers on every operators' call", customers_refused(shop, victim, stranger)
    yield "pages from elsewhere, by cookie", pages_from_elsewhere_refused(shop, victim, victim.buyer.token)
    yield "another's ids on every call", ids_refused(shop, victim, stranger)
    yield "replayed webhooks", webhooks(shop, victim)
    yield "replayed callbacks", callbacks(shop, victim)
    yield "sockets", sockets(shop, victim, stranger)
    yield f"{count} made-up requests", strangers_flood(shop, victim, stranger, seed, count)
    few = count // 5
    yield f"{few} of an operator", operators_flood(shop, victim, ada, seed, few)
    yield "calls that a service refused", _refused_by_a_service(shop.run.home / "logs")
    yield "words of customers in logs", planted.found(shop.run.home / "logs")


def _refused_by_a_service(folder: Path) -> Iterator[str]:
    """Each was answered 503, as if it could work another time; a request that AWS refuses never does."""
    for log in sorted(folder.glob("*.log")):
        for line in log.read_text(errors="replace").splitlines():
            if '"a service did not answer"' in line and '"error":"ClientError"' in line:
                yield f"{log.name}: {line[-400:]}"


if __name__ == "__main__":
    sys.exit(main())
