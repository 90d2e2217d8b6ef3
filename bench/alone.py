"""Counts of what is no order."""

from bench.counting import Counts, Invocation
from bench.scenarios import Scenario


def counted_alone(
    scenario: Scenario,
    invocations: tuple[Invocation, ...],
    *,
    requests: int = 0,
    answered: int = 0,
    queued: tuple[str, ...] = (),
    socket_messages: int = 0,
    minutes: int = 0,
) -> Counts:
    """`requests` meet the authorizer, each; `queued` names the queue of each message; `minutes` of a
    connection."""
    return Counts(
        scenario=scenario,
        executions=(),
        path=(),
        transitions=0,
        logged_failures=0,
        invocations=invocations,
        requests=requests,
        authorized=requests,
        answered=answered,
        messages=queued,
        stored=0,
        metrics=frozenset(),
        socket_messages=socket_messages,
        connection_minutes=minutes,
    )
