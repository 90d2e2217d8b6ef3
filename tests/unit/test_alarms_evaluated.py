"""The template's alarms are evaluated here as CloudWatch would."""

import json
import re
from pathlib import Path

import pytest

from local.alarms.alarms import CompositeAlarm, Metric, MetricAlarm, read_alarms
from local.alarms.evaluate import ALARM, OK, UNKNOWN, evaluate
from local.alarms.measured import FromLines
from local.alarms.metric_math import compute, statistic
from local.settings import CORE_STACKS

CANCELLED = Metric("PaidOnce", "OrdersCancelled", (("reason", "checkout-failed"),))
CONFIRMED = Metric("PaidOnce", "OrdersConfirmed", ())
NOW = 1_000_000.0


def line(at: float, name: str, value: float | list[float], **dimensions: str) -> str:
    declared = {"Namespace": "PaidOnce", "Dimensions": [list(dimensions)], "Metrics": [{"Name": name}]}
    told = {"_aws": {"Timestamp": at * 1000, "CloudWatchMetrics": [declared]}} | dimensions
    return json.dumps(told | {name: value})


def failing(missing: str = "notBreaching") -> MetricAlarm:
    terms = {"f": (CANCELLED, "Sum"), "t": (CONFIRMED, "Sum")}
    share = "IF(FILL(f, 0) >= 2, FILL(f, 0) / (FILL(f, 0) + FILL(t, 0)), 0)"
    return MetricAlarm("failing", "page", "says", terms, share, 0.1, 300, missing, False)


def written(folder: Path, *lines: str) -> dict[str, FromLines]:
    (folder / "a.log").write_text("\n".join(["no JSON", '{"message": "no metric"}', *lines]))
    return {"PaidOnce": FromLines(folder)}


def test_what_an_alarm_names_of_a_stack_that_is_not_deployed_here_stays_a_name(synthesized: Path) -> None:
    """The local run deploys the core stacks alone; each alarm of the template is read all the same."""
    imported = set(re.findall(r'"Fn::ImportValue": ?"([^"]+)"', _watch(synthesized)))
    here = {name: f"here-{name}" for name in imported if name.partition(":")[0] in CORE_STACKS}

    named = {
        value
        for alarm in read_alarms(synthesized, here)
        if isinstance(alarm, MetricAlarm)
        for metric, _ in alarm.terms.values()
        for _, value in metric.dimensions
    }

    assert here.keys() < imported
    assert named & set(here.values())
    assert named & (imported - here.keys())
    assert not named & here.keys()


def _watch(assembly: Path) -> str:
    return (assembly / "PaidOnceWatch.template.json").read_text()


def state(folder: Path, *lines: str, alarm: MetricAlarm | None = None, until: float = NOW) -> str:
    return evaluate([alarm or failing()], written(folder, *lines), until)["failing"].state


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a + b * 2", 7.0),
        ("IF(a >= 1, a / b, 0)", 1 / 3),
        ("IF(a > 1, a / b, 0)", 0.0),
        ("FILL(none, 4) - a", 3.0),
        ("none + a", None),
        ("a / zero", None),
    ],
)
def test_metric_math(expression: str, value: float | None) -> None:
    assert compute(expression, {"a": 1, "b": 3, "none": None, "zero": 0}) == value


def test_what_is_not_understood_is_said() -> None:
    with pytest.raises(ValueError, match="ANOMALY"):
        compute("ANOMALY_DETECTION_BAND(a)", {"a": 1})
    with pytest.raises(ValueError, match="tm90"):
        statistic("tm90", [1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sum", 9.0),
        ("Maximum", 6.0),
        ("SampleCount", 3.0),
        ("TC(2:)", 1.0),
        ("TC(:2)", 2.0),
        ("TC(1:6)", 2.0),
    ],
)
def test_statistics(name: str, value: float) -> None:
    assert statistic(name, [1, 2, 6]) == value
    assert statistic(name, []) is None


def test_a_share_of_failures_goes_off_where_there_are_enough(tmp_path: Path) -> None:
    two = [line(NOW - 1, "OrdersCancelled", 1, reason="checkout-failed")] * 2
    well = [line(NOW - 2, "OrdersConfirmed", 1)] * 3

    assert state(tmp_path, *two, *well) == ALARM
    assert state(tmp_path, two[0], *well) == OK
    assert state(tmp_path, *two, *well * 10) == OK


def test_another_value_of_a_dimension_is_another_metric(tmp_path: Path) -> None:
    declined = [line(NOW - 1, "OrdersCancelled", 1, reason="payment-declined")] * 9

    assert state(tmp_path, *declined) == OK


def test_only_a_periods_values_count_its_end_included(tmp_path: Path) -> None:
    def at(moment: float) -> list[str]:
        return [line(moment, "OrdersCancelled", 1, reason="checkout-failed")] * 2

    assert state(tmp_path, *at(NOW)) == ALARM
    assert state(tmp_path, *at(NOW - 299)) == ALARM
    assert state(tmp_path, *at(NOW - 300)) == OK
    assert state(tmp_path, *at(NOW + 1)) == OK


def test_an_alarm_that_stays_as_it_was_goes_by_the_last_value(tmp_path: Path) -> None:
    bad = [line(NOW - 9000, "OrdersCancelled", 1, reason="checkout-failed")] * 2
    stays = failing("ignore")

    assert state(tmp_path, *bad, alarm=stays) == ALARM
    assert state(tmp_path, *bad, line(NOW - 60, "OrdersConfirmed", 1), alarm=stays) == OK
    assert state(tmp_path, alarm=stays) == OK


def test_both_windows_have_to_go_off(tmp_path: Path) -> None:
    other = MetricAlarm("other", "page", "says", {"f": (CANCELLED, "Sum")}, "f", 0, 60, "notBreaching", False)
    both = CompositeAlarm("both", "page", "says", ("failing", "other"))
    lines = [line(NOW - 100, "OrdersCancelled", 1, reason="checkout-failed")] * 2
    measured = written(tmp_path, *lines)

    states = evaluate([failing(), other, both], measured, NOW)
    assert (states["failing"].state, states["other"].state, states["both"].state) == (ALARM, OK, OK)
    states = evaluate([failing(), other, both], measured, NOW - 50)
    assert states["both"].state == ALARM


def test_what_nobody_measures_here_is_unknown_and_not_well(tmp_path: Path) -> None:
    behind = {"m": (Metric("AWS/Lambda", "IteratorAge", ()), "Maximum")}
    alarm = MetricAlarm("failing", "page", "says", behind, "m", 0, 300, "notBreaching", True)

    assert state(tmp_path, alarm=alarm) == UNKNOWN


def test_several_values_of_one_line_count_each(tmp_path: Path) -> None:
    measured = written(tmp_path, line(NOW, "OrdersConfirmed", [1, 2, 3]))

    assert measured["PaidOnce"].values(CONFIRMED, NOW - 1, NOW) == [1, 2, 3]
