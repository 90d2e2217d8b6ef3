"""The circuit breaker before the payment provider: Powertools' own, its state in the Idempotency table.

    CLOSED     -- ten authorizations in a row get no answer, in one process -->   OPEN
    OPEN       -- 30 s later the next authorization is the probe -->              HALF_OPEN
    HALF_OPEN  -- it is answered --> CLOSED;   it is not --> OPEN, for another 30 s

Authorizations move it (`watch`) and are never held up by it: their orders are placed. Only new checkouts
are refused (`admit`), until the 30 s are over; then a few are let through, to have something to probe with.
What gives money back (void, cancel, refund) and captures neither ask it nor move it. Processes agree
through the table, each remembering what it read for a few seconds; while all is well nobody writes. Where
the table does not answer, the circuit counts as closed.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitState,
    CircuitTransition,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerDynamoDBPersistence,
    CircuitStateRecord,
)

from functions.payment.errors import PaymentsUnavailable, ProviderUnavailable
from functions.shared import clock
from functions.shared.errors import BusinessError
from functions.shared.observe import count, logger
from functions.shared.table import ConditionRefused, client, write
from functions.shared.write import Item, Write

NAME = "payment-provider"
TABLE = "IDEMPOTENCY_TABLE"

FAILURES = 10
"""In a row, in one process: more than one order's seven tries, so that no order opens it alone."""

RECOVERY_SECONDS = 30
FRESH_SECONDS = 10
"""How long a process goes by what it read: so much later it notices that the circuit opened, or closed."""

PROBES = 5
"""New checkouts that are let through in each 30 s until one of them is answered."""

Work = Callable[[], None]


def watch(work: Work) -> None:
    """Authorize: an answer of the provider's, a refusal too, speaks for it; none at all (ProviderUnavailable)
    against it; whatever else is wrong says nothing."""
    outcome = _watched()(work)
    if outcome is not None:
        raise outcome


def admit() -> None:
    """Returns if a new checkout may go on. Raises PaymentsUnavailable, saying when to come again."""
    record = standing()
    if record.state is CircuitState.CLOSED:
        return
    elapsed = int(clock.now().timestamp()) - (record.opened_at or 0)
    if elapsed < RECOVERY_SECONDS:
        raise PaymentsUnavailable(max(1, RECOVERY_SECONDS - elapsed))
    span = elapsed // RECOVERY_SECONDS
    if not _claim_probe(record.opened_at or 0, span):
        raise PaymentsUnavailable(max(1, (span + 1) * RECOVERY_SECONDS - elapsed))


def standing() -> CircuitStateRecord:
    """Where the circuit stands, at most FRESH_SECONDS ago."""
    return _asked().get_state(NAME)


def standing_now() -> CircuitStateRecord:
    """Where it stands, read past what this process remembers."""
    return _store().get_state(NAME)


def moved_by_hand(*, opened: bool) -> Write:
    """The circuit open from now on, or closed, whatever it was: for an operator, who knows more than its
    counts. A probe that is under way moves it again by what it is answered."""
    state = CircuitState.OPEN if opened else CircuitState.CLOSED
    item: Item = {"id": NAME, "state": state.value, "failure_count": 0}
    item |= {"opened_at": int(clock.now().timestamp())} if opened else {}
    always = "attribute_exists(#id) OR attribute_not_exists(#id)"
    return Write.put(TABLE, "circuit", item, condition=always)


def _claim_probe(opened_at: int, span: int) -> bool:
    """One of the few places in this span of time since the circuit opened, counted for all processes."""
    ends = clock.now() + timedelta(seconds=2 * RECOVERY_SECONDS)
    place = Write.update(
        TABLE,
        "probe",
        {"id": f"{NAME}#{opened_at}#{span}"},
        "SET #probes = if_not_exists(#probes, :none) + :one, #expiration = :ends",
        condition="attribute_not_exists(#probes) OR #probes < :most",
        values={"most": PROBES, "none": 0, "one": 1, "ends": int(ends.timestamp())},
    )
    try:
        write(place)
    except ConditionRefused:
        return False
    return True


@cache
def _watched() -> Callable[[Work], BusinessError | None]:
    guard: Any = circuit_breaker(
        name=NAME,
        persistence_store=_store(),
        on_circuit_open=_unwatched,
        on_transition=_report,
        config=_config(),
    )
    watched: Callable[[Work], BusinessError | None] = guard(_outcome)
    return watched


def _outcome(work: Work) -> BusinessError | None:
    try:
        work()
    except BusinessError as outcome:
        return outcome
    return None


def _unwatched(work: Work, circuit: Any) -> BusinessError | None:
    """The circuit is open: an order that is placed goes on all the same."""
    return _outcome(work)


def _report(moved: CircuitTransition) -> None:
    logger.warning("the payment provider's circuit moved", extra={"circuit": moved.to_state.value})
    count("PaymentCircuitMoved", to=moved.to_state.value)


@cache
def _asked() -> CircuitBreakerDynamoDBPersistence:
    return _store()


def _store() -> CircuitBreakerDynamoDBPersistence:
    store = CircuitBreakerDynamoDBPersistence(os.environ[TABLE], boto3_client=client())
    store.configure(_config(), NAME)
    return store


@cache
def _config() -> CircuitBreakerConfig:
    return CircuitBreakerConfig(
        failure_threshold=FAILURES,
        recovery_timeout=RECOVERY_SECONDS,
        success_threshold=1,
        handled_exceptions=ProviderUnavailable,
        local_cache_max_age=FRESH_SECONDS,
    )
