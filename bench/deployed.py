"""What the template says that a bill depends on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.world.template import Resource, Template

ACTIVE = {"Mode": "Active"}
QUIET = "WARN"
RESERVOIR, RATE = 1.0, 0.05
"""X-Ray's default sampling: the first request of each second, and one in twenty of the others."""


@dataclass(frozen=True)
class Deployed:
    """`batch_window` is the relay's, in seconds. `reported` are the functions of which Lambda logs every
    invocation (START, END, REPORT) and not only what failed. `traced` are those that record traces of their
    own; what is sampled of the API's and the machine's may follow a rule of ours, a function's never does."""

    memory_mb: dict[str, int]
    batch_window: float
    reported: frozenset[str]
    traced: frozenset[str]
    stage_traced: bool
    machine_traced: bool
    sampling: tuple[float, float]
    access_logged: bool
    secrets: int

    def traces(self, path: Sequence[str], begun: Mapping[str, float], per_second: float) -> float:
        """Traces recorded of one order; `begun` tells how often events and schedules invoke which function.

        One for the request, which the state machine goes on with if it is traced, else each step begins its
        own. What an event or a schedule starts begins its own always.
        """
        default = _sampled((RESERVOIR, RATE), per_second)
        ruled = _sampled(self.sampling, per_second)
        of_request = ruled if self.stage_traced else default if "Checkouts" in self.traced else 0.0
        steps = 0.0
        if not self.machine_traced:
            steps = default * sum(step in self.traced for step in path)
        elif not of_request:
            steps = ruled
        others = sum(often for function, often in begun.items() if function in self.traced)
        return of_request + steps + default * others


def read_deployed(template: Template) -> Deployed:
    functions = template.functions.items()
    relay = template.functions["Relay"].name
    machine = template.machine.properties.get("TracingConfiguration", {})
    (stage,) = template.resources("AWS::ApiGateway::Stage")
    (source,) = [one for one in _sources(template) if one.properties["FunctionName"] == relay]
    return Deployed(
        memory_mb={name: int(function.properties["MemorySize"]) for name, function in functions},
        batch_window=float(source.properties.get("MaximumBatchingWindowInSeconds", 0)),
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
        access_logged="AccessLogSetting" in stage.properties,
        secrets=1 + len(template.resources("AWS::SecretsManager::Secret")),
    )


def _sources(template: Template) -> list[Resource]:
    return template.resources("AWS::Lambda::EventSourceMapping")


def _sampling(template: Template) -> tuple[float, float]:
    rules = [one.properties["SamplingRule"] for one in template.resources("AWS::XRay::SamplingRule")]
    if not rules:
        return RESERVOIR, RATE
    (rule,) = rules
    return float(rule["ReservoirSize"]), float(rule["FixedRate"])


def _sampled(rule: tuple[float, float], per_second: float) -> float:
    """The share of requests at this pace: at a slow one, the reservoir holds all of them."""
    reservoir, rate = rule
    return min(1.0, (reservoir + rate * max(0.0, per_second - reservoir)) / per_second)
