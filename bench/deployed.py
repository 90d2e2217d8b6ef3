"""What the template says that a bill depends on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bench.exact import Exact
from harness.template import Resource, Template

ACTIVE = {"Mode": "Active"}
QUIET = "WARN"
LINE_OVERHEAD = 26
"""Bytes that CloudWatch Logs counts for each line beside its text."""
RESERVOIR, RATE = Fraction(1), Fraction(5, 100)
"""X-Ray's default sampling: the first request of each second, and one in twenty of the others."""

LOGGED = {
    "requestId": "d92ee9a1-1f0e-4a5b-9a8e-3c2f0e6b7a10",
    "requestTimeEpoch": "1795744960166",
    "identity.sourceIp": "203.0.113.142",
    "httpMethod": "POST",
    "resourcePath": "/checkouts",
    "status": "202",
    "responseLatency": "1234",
    "responseLength": "1234",
    "error.responseType": "-",
    "waf.status": "200",
}
"""What stands in the stage's line of a checkout, by the names of its format."""


@dataclass(frozen=True)
class Deployed:
    """`batch_window_ms` is the relay's. `reported` are the functions of which Lambda logs every
    invocation (START, END, REPORT) and not only what failed. `traced` are those that record traces of
    their own; what is sampled of the API's and the machine's may follow a rule of ours, a function's
    never does. `access_log_bytes` is the stage's line of one request, 0 if it writes none. `fifo` are the
    queues that are, `polled` those that feed functions. `key_readers` read a secret that they then remember
    for a while."""

    memory_mb: dict[str, int]
    batch_window_ms: int
    reported: frozenset[str]
    traced: frozenset[str]
    stage_traced: bool
    machine_traced: bool
    sampling: tuple[Fraction, Fraction]
    access_log_bytes: int
    secrets: int
    fifo: frozenset[str] = frozenset()
    polled: tuple[str, ...] = ()
    key_readers: frozenset[str] = frozenset()

    def traces(self, path: Sequence[str], begun: Mapping[str, Exact], per_second: Fraction) -> Exact:
        """Traces recorded of one order; `begun` tells how often events and schedules invoke which function.

        One for the request, which the state machine goes on with if it is traced, else each step begins its
        own. What an event or a schedule starts begins its own always.
        """
        default = _sampled((RESERVOIR, RATE), per_second)
        ruled = _sampled(self.sampling, per_second)
        of_request = ruled if self.stage_traced else default if "Checkouts" in self.traced else 0
        steps: Exact = 0
        if not self.machine_traced:
            steps = default * sum(step in self.traced for step in path)
        elif not of_request:
            steps = ruled
        others = sum(often for function, often in begun.items() if function in self.traced)
        return of_request + steps + default * others

    def further_traces(self, requests: Exact, executions: Exact, per_second: Fraction) -> Exact:
        """Of requests and executions that no traced caller stands behind, beyond an order's first."""
        ruled = _sampled(self.sampling, per_second)
        return ruled * (requests * self.stage_traced + executions * self.machine_traced)


def read_deployed(template: Template) -> Deployed:
    functions, queues = template.functions.items(), template.queues.items()
    relay = template.functions["Relay"].name
    machine = template.machine.properties.get("TracingConfiguration", {})
    (stage,) = template.resources("AWS::ApiGateway::Stage")
    (source,) = [one for one in _sources(template) if one.properties["FunctionName"] == relay]
    return Deployed(
        memory_mb={name: int(function.properties["MemorySize"]) for name, function in functions},
        batch_window_ms=1000 * int(source.properties.get("MaximumBatchingWindowInSeconds", 0)),
        reported=frozenset(
            name
            for name, function in functions
            if function.properties.get("LoggingConfig", {}).get("SystemLogLevel") != QUIET
        ),
        traced=frozenset(
            name for name, function in functions if function.properties.get("TracingConfig") == ACTIVE
        ),
        stage_traced=bool(stage.properties.get("TracingEnabled")),
        machine_traced=bool(machine.get("Enabled")),
        sampling=_sampling(template),
        access_log_bytes=_access_log_bytes(stage),
        fifo=frozenset(name for name, queue in queues if queue.properties.get("FifoQueue")),
        polled=tuple(sorted(_polled(template))),
        key_readers=frozenset(name for name, function in functions if _reads_keys(function)),
        secrets=1 + len(template.resources("AWS::SecretsManager::Secret")),
    )


def _access_log_bytes(stage: Resource) -> int:
    if "AccessLogSetting" not in stage.properties:
        return 0
    line: str = stage.properties["AccessLogSetting"]["Format"]
    for name, text in LOGGED.items():
        line = line.replace(f"$context.{name}", text)
    assert "$context" not in line, f"LOGGED lacks a name of {line}"  # noqa: S101 - a bench that guessed would lie
    return len(line) + LINE_OVERHEAD


def _sources(template: Template) -> list[Resource]:
    return template.resources("AWS::Lambda::EventSourceMapping")


def _polled(template: Template) -> Iterator[str]:
    feeding = {one.properties["EventSourceArn"] for one in _sources(template)}
    return (name for name, queue in template.queues.items() if queue.arn in feeding)


def _reads_keys(function: Resource) -> bool:
    return any(name.endswith("_SECRET") for name in function.properties["Environment"]["Variables"])


def _sampling(template: Template) -> tuple[Fraction, Fraction]:
    rules = [one.properties["SamplingRule"] for one in template.resources("AWS::XRay::SamplingRule")]
    if not rules:
        return RESERVOIR, RATE
    (rule,) = rules
    return Fraction(str(rule["ReservoirSize"])), Fraction(str(rule["FixedRate"]))


def _sampled(rule: tuple[Fraction, Fraction], per_second: Fraction) -> Fraction:
    """The share of requests at this pace: at a slow one, the reservoir holds all of them."""
    reservoir, rate = rule
    return min(Fraction(1), (reservoir + rate * max(Fraction(0), per_second - reservoir)) / per_second)
