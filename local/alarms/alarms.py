"""Alarms as the Watch stack's template has them, with the names that the running shop gave its resources."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STACK = "PaidOnceWatch"
PREFIX = "paidonce-"
METRIC, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
_PAGE = re.compile(r"Runbook: (\S+)$")
_PART = re.compile(r'ALARM\("([\w-]+)"\)')

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Metric:
    """`dimensions` are sorted pairs of name and value."""

    namespace: str
    name: str
    dimensions: Pairs


@dataclass(frozen=True)
class MetricAlarm:
    """`terms`: by the name that `expression` has for each, a metric and its statistic. `actions`: whether it
    tells anybody by itself."""

    name: str
    page: str
    says: str
    terms: Mapping[str, tuple[Metric, str]]
    expression: str
    threshold: float
    seconds: int
    missing: str
    actions: bool


@dataclass(frozen=True)
class CompositeAlarm:
    """It goes off while all of `parts` do."""

    name: str
    page: str
    says: str
    parts: tuple[str, ...]


Alarm = MetricAlarm | CompositeAlarm


def read_alarms(assembly: Path, exports: Mapping[str, str]) -> list[Alarm]:
    """Of a synthesized app, with parts before what they make up. `exports`: what the deployed stacks export.
    Raises ValueError for what is not understood here."""
    template = json.loads((assembly / f"{STACK}.template.json").read_text())
    every = [one for one in template["Resources"].values() if one["Type"] in (METRIC, COMPOSITE)]
    every.sort(key=lambda one: one["Type"] == COMPOSITE)
    return [_alarm(one["Type"], _resolved(one["Properties"], exports)) for one in every]


def _alarm(kind: str, properties: dict[str, Any]) -> Alarm:
    name = properties["AlarmName"].removeprefix(PREFIX)
    says = properties["AlarmDescription"]
    found = _PAGE.search(says)
    page = Path(found[1]).stem if found else ""
    if kind == COMPOSITE:
        return CompositeAlarm(name, page, says, _parts(properties["AlarmRule"]))
    (value,) = [one for one in properties["Metrics"] if one["ReturnData"]]
    terms = {one["Id"]: _term(one["MetricStat"]) for one in properties["Metrics"] if "MetricStat" in one}
    (seconds,) = {one["MetricStat"]["Period"] for one in properties["Metrics"] if "MetricStat" in one}
    if properties["ComparisonOperator"] != "GreaterThanThreshold" or properties["EvaluationPeriods"] != 1:
        raise ValueError(f"{name}: not understood how it is compared")
    return MetricAlarm(
        name=name,
        page=page,
        says=says,
        terms=terms,
        expression=value.get("Expression", value["Id"]),
        threshold=float(properties["Threshold"]),
        seconds=seconds,
        missing=properties["TreatMissingData"],
        actions=bool(properties["AlarmActions"]),
    )


def _term(stat: dict[str, Any]) -> tuple[Metric, str]:
    metric = stat["Metric"]
    pairs = tuple(sorted((one["Name"], one["Value"]) for one in metric.get("Dimensions", [])))
    return Metric(metric["Namespace"], metric["MetricName"], pairs), stat["Stat"]


def _parts(rule: str) -> tuple[str, ...]:
    names = [_PART.fullmatch(part) for part in rule.split(" AND ")]
    if not all(names):
        raise ValueError(f"a rule of another form: {rule}")
    return tuple(name[1].removeprefix(PREFIX) for name in names if name)


def _resolved(value: Any, exports: Mapping[str, str]) -> Any:
    """What another stack exports is what an alarm names; a reference within the stack (a topic) stays, and so
    does one to a stack that is not deployed here: nothing is measured by it."""
    if isinstance(value, list):
        return [_resolved(one, exports) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Fn::ImportValue"}:
        name = value["Fn::ImportValue"]
        stack = name.partition(":")[0]
        deployed = any(one.startswith(f"{stack}:") for one in exports)
        return exports[name] if deployed else name
    return {name: _resolved(one, exports) for name, one in value.items()}
