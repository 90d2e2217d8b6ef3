"""Work that many checkouts share: counted once, charged by how often it falls to one of them."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.assumptions import Assumptions
from bench.counting import Counts, Invocation, count_invocation, count_order
from bench.exact import Exact
from harness.moto.world import World
from harness.template import ACCOUNT, REGION

COPIES_FRESH_SECONDS = 10
"""The catalog (functions/catalog/freshness.py), the stock's levels and layout (functions/inventory), and
where the payment provider's circuit stands (functions/payment/breaker.py)."""
KEYS_FRESH_SECONDS = 300
"""The session keys (functions/session/store.py) and the provider's (functions/payment/credentials.py)."""
KEY_READ = "GetSecretValue"


@dataclass(frozen=True)
class SharedWork:
    """`authorizer` and `sweep` in a warm process, with nothing overdue (no sweep where none is charged);
    `refresh` is what the functions of a checkout read beyond their own calls when what they keep for ten
    seconds has grown old."""

    authorizer: Invocation
    sweep: Invocation | None
    refresh: tuple[Invocation, ...]

    def invocations(self, assumed: Assumptions, authorized: Exact = 1) -> list[tuple[Exact, Invocation]]:
        """How often each falls to one checkout, which makes so many authorized requests."""
        share = Fraction(authorized) / assumed.authorized_requests
        shared: list[tuple[Exact, Invocation]] = [(share, self.authorizer)]
        return shared + ([(assumed.sweeps_per_checkout, self.sweep)] if self.sweep else [])

    def reads(self, assumed: Assumptions) -> list[tuple[Exact, Invocation]]:
        """Calls within invocations that are counted already."""
        share = assumed.refreshes_per_checkout(COPIES_FRESH_SECONDS)
        return [(share, one) for one in self.refresh]

    @staticmethod
    def secret_reads(assumed: Assumptions, often: Exact) -> Exact:
        """Of one function that reads a secret and is invoked so often a checkout: while its process lives,
        and whenever one starts."""
        return assumed.refreshes_per_checkout(KEYS_FRESH_SECONDS) + often * assumed.cold_share


def count_shared(world: World, warm: Counts, assumed: Assumptions) -> SharedWork:
    cold = count_order(world, warm.scenario, assumed, forgetful=True)
    pairs = zip(cold.invocations, warm.invocations, strict=True)
    return SharedWork(
        authorizer=count_invocation(world, "Authorizer", authorization_request(world)),
        sweep=count_invocation(world, "Sweep", {}),
        refresh=tuple(extra for pair in pairs if (extra := _beyond(*pair)).calls),
    )


def authorization_request(world: World) -> dict[str, Any]:
    """What API Gateway asks the authorizer, with a session's real token."""
    token = world.api("POST", "/sessions").json["token"]
    arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:apiid/api/POST/checkouts"
    return {"type": "REQUEST", "methodArn": arn, "headers": {"Authorization": f"Bearer {token}"}}


def _beyond(cold: Invocation, warm: Invocation) -> Invocation:
    usual = Counter(map(str, warm.calls))
    extra = []
    for call in cold.calls:
        if usual[str(call)]:
            usual[str(call)] -= 1
        elif call.operation != KEY_READ:
            extra.append(call)
    return Invocation(cold.function, tuple(extra), (), 0)
