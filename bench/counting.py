"""Counts what one order takes, by running it: the shipped handlers under the shipped state machine."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench import scenarios
from bench.afterwards import AFTER, OPERATOR, Traffic
from bench.assumptions import Assumptions
from bench.buying import play_order
from bench.charging import PUT_FILE, Call
from bench.deployed import LINE_OVERHEAD, read_deployed
from bench.exact import Exact
from bench.frozen_clock import standing_still
from bench.observing import Observer, Work
from bench.relaying import RELAY, Stream, batched
from bench.scenarios import Scenario
from bench.storing import stored_bytes
from harness.moto.executions import history
from harness.moto.world import World

PROVIDER = (
    "create",
    "confirm",
    "read",
    "cancel",
    "capture",
    "refund",
    "list",
    "list_refunds",
    "list_disputes",
)
PEOPLE = ("ReportPacking", OPERATOR)
"""They come in once a person is done."""


@dataclass(frozen=True)
class Invocation:
    """What one invocation did. `provider` are its calls to the payment provider, by name; `log_bytes` what it
    wrote itself."""

    function: str
    calls: tuple[Call, ...]
    provider: tuple[str, ...]
    log_bytes: int

    @property
    def writes(self) -> Exact:
        return sum(sum(call.writes.values()) for call in self.calls)

    @property
    def reads(self) -> Exact:
        return sum(sum(call.reads.values()) for call in self.calls)

    @property
    def events(self) -> int:
        return sum(call.events for call in self.calls)

    @property
    def files(self) -> list[int]:
        """Bytes of each file that it puts into a bucket."""
        return [call.file_bytes for call in self.calls if call.operation == PUT_FILE]

    @property
    def to_dynamodb(self) -> int:
        return sum(call.to_dynamodb for call in self.calls)


@dataclass(frozen=True)
class Counts:
    """What one order takes. `path` are the states that its machines entered, `executions` those machines;
    `logged_failures` are those that a machine logs, as it logs errors; `requests` come to the API, of which
    `authorized` meet the authorizer; `answered` are bytes of the answers, `stored` bytes that stay in tables;
    `messages` name their queues; `socket_messages` are those of the socket, both ways."""

    scenario: Scenario
    executions: tuple[str, ...]
    path: tuple[str, ...]
    transitions: int
    logged_failures: int
    invocations: tuple[Invocation, ...]
    requests: int
    authorized: int
    answered: int
    messages: tuple[str, ...]
    stored: int
    metrics: frozenset[str]
    socket_messages: int = 0
    connection_minutes: int = 0

    @property
    def writes(self) -> Exact:
        return sum(one.writes for one in self.invocations)

    @property
    def reads(self) -> Exact:
        return sum(one.reads for one in self.invocations)

    @property
    def events(self) -> int:
        return sum(one.events for one in self.invocations)

    @property
    def files(self) -> list[int]:
        return [size for one in self.invocations for size in one.files]

    @property
    def log_bytes(self) -> int:
        return sum(one.log_bytes for one in self.invocations)

    def of(self, function: str) -> list[Invocation]:
        return [one for one in self.invocations if one.function == function]


def count_order(world: World, scenario: Scenario, assumed: Assumptions, *, forgetful: bool = False) -> Counts:
    """A third order, so that every process is warm and knows what it keeps for ten seconds, or, if it is
    `forgetful`, has forgotten it.

    The second one tells when events come, and with that which of the third's share a batch. The clock
    stands still: no copy grows old while it is counted, and numbers are as long in every run.
    """
    world.reset()
    with standing_still():
        scenarios.open_shop(scenario)
        _play(world, scenario, scenarios.owner(0), ())
        first = _play(world, scenario, scenarios.owner(1), ())
        window = read_deployed(world.cloud.template).batch_window_ms
        batches = batched(_moments_of_events(first, assumed, window), window)
        played = _play(world, scenario, scenarios.owner(2), batches, forgetful=forgetful)
        return _counts(world, scenario, played)


@dataclass(frozen=True)
class _Played:
    traffic: Traffic
    stored: int
    invocations: list[Any]
    works: list[Work]
    appended_by: list[Any]


def _play(
    world: World, scenario: Scenario, owner: str, batches: Sequence[int], *, forgetful: bool = False
) -> _Played:
    play = _prepared(world, scenario, owner)
    world.runner.always_cold = forgetful
    observer, stream = Observer(world), Stream(world, batches, begins=scenario.fulfilled)
    before, began = stored_bytes(world), len(world.runner.invocations)
    with observer.watching(), stream.relayed():
        traffic = play()
    world.runner.always_cold = False
    return _Played(
        traffic=traffic,
        stored=stored_bytes(world) - before,
        invocations=world.runner.invocations[began:],
        works=observer.works(),
        appended_by=stream.appended_by,
    )


def _prepared(world: World, scenario: Scenario, owner: str) -> Callable[[], Traffic]:
    """What the row is about, with all before it done."""
    total = scenarios.fill_cart(world, owner, scenario)
    after = scenario.after
    if after is None:
        return lambda: play_order(world, owner, scenario, total)
    with Stream(world, begins=True).relayed():
        order_id = play_order(world, owner, scenario, total).order_id
    return lambda: AFTER[after](world, owner, order_id)


def _moments_of_events(played: _Played, assumed: Assumptions, window: int) -> list[int]:
    """When each event was appended, in milliseconds and by the stated times: at the end of what its author
    had to wait for. The relay is told when its window, in milliseconds too, closes."""
    passed, ends = 0, {}
    for one in played.invocations:
        if one.name == RELAY:
            ends[id(one)] = passed + window + assumed.between_steps_ms
            continue
        passed += 1000 * assumed.people_seconds if one.name in PEOPLE else 0
        counted = _invocation(one, played.works)
        waited = assumed.wait_ms([call.operation for call in counted.calls], len(counted.provider))
        passed += waited + assumed.between_steps_ms
        ends[id(one)] = passed
    return [ends[id(author)] for author in played.appended_by]


def _counts(world: World, scenario: Scenario, played: _Played) -> Counts:
    traffic = played.traffic
    ended = world.outcome(traffic.order_id) if traffic.order_id else None
    assert ended == scenario.ends  # noqa: S101 - or something else was counted
    assert world.violations() == []  # noqa: S101 - as above
    events = [
        event for name, machine in traffic.executions for event in history(world.executions.of(name, machine))
    ]
    return Counts(
        scenario=scenario,
        executions=tuple(machine for _, machine in traffic.executions),
        path=tuple(state for run in traffic.executions for state in world.path(*run)),
        transitions=transitions(events),
        logged_failures=sum(event["type"].endswith(("Failed", "TimedOut")) for event in events),
        invocations=tuple(_invocation(one, played.works) for one in played.invocations),
        requests=traffic.requests,
        authorized=traffic.authorized,
        answered=traffic.answered,
        messages=tuple(traffic.messages),
        stored=played.stored,
        metrics=frozenset(_metrics(played.works)),
    )


def count_one(world: World, does: Callable[[], object]) -> Invocation:
    """The last invocation of what is done: once, as it comes."""
    observer = Observer(world)
    with observer.watching():
        does()
    last = world.runner.invocations[-1]
    outcome = last.outcome
    assert outcome is not None  # noqa: S101 - it has ended
    assert outcome.error is None, outcome  # noqa: S101 - or something else was counted
    return _invocation(last, observer.works())


def count_invocation(world: World, function: str, event: Any) -> Invocation:
    """A second invocation with the same event, its process warm."""
    with standing_still():
        world.invoke(function, event)
        observer = Observer(world)
        with observer.watching():
            outcome = world.invoke(function, event)
    assert outcome.error is None, outcome  # noqa: S101 - as above
    return _invocation(world.runner.invocations[-1], observer.works())


def transitions(events: Sequence[dict[str, Any]]) -> int:
    """Each state that was entered, and each further try of its task."""
    entered = [event["type"] for event in events if event["type"].endswith("StateEntered")]
    tries = sum(event["type"] in ("LambdaFunctionScheduled", "TaskScheduled") for event in events)
    return len(entered) + tries - entered.count("TaskStateEntered")


def _invocation(one: Any, works: Sequence[Work]) -> Invocation:
    work = next((work for work in works if work.invocation is one), Work(one))
    return Invocation(
        function=one.name,
        calls=tuple(work.calls),
        provider=tuple(call for call in one.calls if call in PROVIDER),
        log_bytes=sum(len(line.encode()) + LINE_OVERHEAD for line in work.lines),
    )


def _metrics(works: Sequence[Work]) -> Iterator[str]:
    """Lines in CloudWatch's embedded metric format, each with the values of its dimensions."""
    for line in (line for work in works for line in work.lines):
        logged = json.loads(line)
        for directive in logged.get("_aws", {}).get("CloudWatchMetrics", []):
            for metric in directive["Metrics"]:
                values = [str(logged[name]) for name in directive["Dimensions"][0]]
                yield " ".join([metric["Name"], *values])
