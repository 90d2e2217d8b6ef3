"""Say of each alarm in which state it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from local.alarms.alarms import Alarm, CompositeAlarm, Metric, MetricAlarm
from local.alarms.measured import KNOWN, Measured
from local.alarms.metric_math import compute, statistic

ALARM, OK, UNKNOWN = "ALARM", "OK", "UNKNOWN"
AS_IT_WAS = "ignore"


@dataclass(frozen=True)
class State:
    """`value` is what is held against the threshold, None where nothing was measured. UNKNOWN: what the alarm
    looks at is measured by nobody here."""

    alarm: Alarm
    state: str
    value: float | None


def evaluate(alarms: Sequence[Alarm], measured: Mapping[str, Measured], until: float) -> dict[str, State]:
    """By name. `measured`: by namespace. `until`: the moment that periods end at, seconds since the epoch."""
    states: dict[str, State] = {}
    for alarm in alarms:
        if isinstance(alarm, CompositeAlarm):
            states[alarm.name] = State(alarm, _all(states[part].state for part in alarm.parts), None)
        else:
            states[alarm.name] = _evaluate(alarm, measured, until)
    return states


def _all(states: Iterable[str]) -> str:
    found = set(states)
    return ALARM if found == {ALARM} else UNKNOWN if UNKNOWN in found else OK


def _evaluate(alarm: MetricAlarm, measured: Mapping[str, Measured], until: float) -> State:
    metrics = [metric for metric, _ in alarm.terms.values()]
    if any(metric.namespace not in KNOWN for metric in metrics):
        return State(alarm, UNKNOWN, None)
    end = _end(alarm, metrics, measured, until)
    values = {
        term: statistic(name, measured[metric.namespace].values(metric, end - alarm.seconds, end))
        for term, (metric, name) in alarm.terms.items()
    }
    value = compute(alarm.expression, values)
    return State(alarm, ALARM if value is not None and value > alarm.threshold else OK, value)


def _end(
    alarm: MetricAlarm, metrics: Sequence[Metric], measured: Mapping[str, Measured], until: float
) -> float:
    """An alarm that stays as it was where nothing is measured is as it was after the last value."""
    if alarm.missing != AS_IT_WAS:
        return until
    last = [measured[metric.namespace].last(metric, until) for metric in metrics]
    return max((one for one in last if one is not None), default=until)
