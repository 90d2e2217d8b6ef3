"""Alarms and dashboards: each alarm has its page, each page its alarm, each metric is one that is written."""

import ast
import json
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from functions.shared.observe import UNEXPECTED
from harness.template import Properties, Resource, Template
from infra.definitions import machine_names
from infra.watch.measure import API, OURS, STAGE
from infra.watch.objectives import BURNS, OBJECTIVES
from infra.watch.symptoms import LATE, TOMORROW, spoken_name
from ops.__main__ import parser
from tests.fences import fences
from tests.infra.machines import shipped
from tests.infra.outside_clients import sources
from tests.runbook.pages import COMMAND, FOLDER, LOOK, PARTS, commands, pages, parts

PREFIX = "paidonce-"
METRIC, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
BY_OTHERS = {"AuditViolations": (), UNEXPECTED: ()}
"""Metrics that a command writes (ops/measures.py), or code that has a name for them."""
PYTHON = ".venv/bin/python -m ops "


def watched(template: Template, kind: str) -> list[Resource]:
    """Of the Watch stack: alarms of others stop a release, and call nobody."""
    return [one for one in template.resources(kind) if one.stack == "PaidOnceWatch"]


def alarms(template: Template) -> dict[str, Properties]:
    found = [*watched(template, METRIC), *watched(template, COMPOSITE)]
    return {one.properties["AlarmName"].removeprefix(PREFIX): one.properties for one in found}


def telling(template: Template) -> dict[str, Properties]:
    """Those that tell somebody by themselves."""
    return {name: one for name, one in alarms(template).items() if one["AlarmActions"]}


def page_of(alarm: Properties) -> str:
    found = re.search(r"Runbook: docs/runbook/([a-z-]+)\.md$", alarm["AlarmDescription"])
    assert found, alarm["AlarmDescription"]
    return found[1]


def dashboards(template: Template) -> dict[str, Properties]:
    found = template.resources("AWS::CloudWatch::Dashboard")
    return {one.construct: json.loads(one.properties["DashboardBody"]) for one in found}


def rows(template: Template) -> Iterator[list[Any]]:
    for body in dashboards(template).values():
        for widget in body["widgets"]:
            yield from widget["properties"]["metrics"]


# pages


def test_every_alarm_has_a_page_and_every_page_an_alarm(template: Template) -> None:
    assert {page_of(one) for one in alarms(template).values()} == set(pages())


def test_every_alarm_is_named_on_its_page_and_among_all_alarms(template: Template) -> None:
    overview = (FOLDER / "README.md").read_text()
    for name, alarm in telling(template).items():
        page = page_of(alarm)
        assert f"`{name}`" in pages()[page].read_text(), name
        assert f"({page}.md)" in overview, page


@pytest.mark.parametrize("name", pages())
def test_a_page_says_what_it_means_where_to_look_what_to_do_and_whom_to_wake(name: str) -> None:
    page = pages()[name]

    assert tuple(parts(page)) == PARTS
    assert all(text.strip() for text in parts(page).values())
    assert commands(page, LOOK)
    assert commands(page, COMMAND)


def test_every_page_draws_its_way_once_by_names_that_exist(template: Template) -> None:
    kinds = ("AWS::SQS::Queue", "AWS::DynamoDB::GlobalTable", "AWS::Events::Rule")
    made = {one.construct for kind in kinds for one in template.resources(kind)}
    states = {state for machine in machine_names() for state in shipped(machine)["States"]}
    for name, page in pages().items():
        (drawing,) = [one.text for one in fences(parts(page)["Meaning"]) if one.info == "mermaid"]
        named = set(re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", drawing))
        assert named <= {*made, *states, *template.functions}, name


@pytest.mark.parametrize("name", pages())
def test_every_command_of_a_page_is_one(name: str) -> None:
    for line in [*commands(pages()[name], LOOK), *commands(pages()[name], COMMAND)]:
        assert line.startswith(PYTHON), line
        told = line.removeprefix(PYTHON).replace("$ORDER", "ord_" + "a" * 32).replace("$UNITS", "1")
        parser().parse_args(shlex.split(told.replace("$SKU", "water")))


# alarms


def test_who_is_called_by_an_alarm_hears_of_its_end_too(template: Template) -> None:
    topics = {one.name for one in template.resources("AWS::SNS::Topic")}
    assert len(topics) == 2
    for name, alarm in telling(template).items():
        assert len(alarm["AlarmActions"]) == 1, name
        assert set(alarm["AlarmActions"]) <= topics, name
        assert alarm["AlarmActions"] == alarm["OKActions"], name


def test_only_cloudwatch_publishes_to_whom_alarms_tell_and_over_tls_alone(template: Template) -> None:
    for policy in template.resources("AWS::SNS::TopicPolicy"):
        denied, allowed = policy.properties["PolicyDocument"]["Statement"]
        assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
        assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert list(allowed["Condition"]["StringEquals"]) == ["aws:SourceAccount"]


def test_an_objectives_alarm_looks_at_a_long_window_and_a_short_one(template: Template) -> None:
    every = alarms(template)
    for objective in OBJECTIVES:
        for burn in BURNS:
            name = f"{objective.name}-{burn.name}"
            long, short = f"{PREFIX}{name}-long", f"{PREFIX}{name}-short"
            assert every[name]["AlarmRule"] == f'ALARM("{long}") AND ALARM("{short}")'
            for part, minutes in ((long, burn.long_minutes), (short, burn.short_minutes)):
                window = every[part.removeprefix(PREFIX)]
                assert window["AlarmActions"] == []
                assert window["Threshold"] == pytest.approx(burn.rate * (1 - objective.percent / 100))
                assert {one["MetricStat"]["Period"] for one in window["Metrics"] if "MetricStat" in one} == {
                    minutes * 60
                }


def test_what_customers_are_promised() -> None:
    assert {one.name: (one.percent, one.window_days) for one in OBJECTIVES} == {
        "checkouts-succeed": (99.5, 28),
        "checkouts-in-time": (99.0, 28),
        "requests-answered": (99.9, 28),
        "checkouts-end": (99.9, 28),
        "orders-packed": (99.0, 28),
    }


def test_every_dead_letter_queue_has_an_alarm_and_wakes_unless_it_can_wait(template: Template) -> None:
    pages_topic, tickets = (_topic(template, name) for name in ("Pages", "Tickets"))
    failures = [name for name in template.queues if name.endswith("Failures")]

    assert failures
    assert set(TOMORROW) <= set(failures)
    for name in failures:
        alarm = telling(template)[f"dead-letters-{spoken_name(name.removesuffix('Failures'))}"]
        (looked_at,) = [one["MetricStat"]["Metric"] for one in alarm["Metrics"]]
        assert looked_at["Dimensions"] == [{"Name": "QueueName", "Value": _called(template.queues[name])}]
        assert alarm["AlarmActions"] == [tickets if name in TOMORROW else pages_topic], name


def test_every_queue_that_customers_wait_for_has_an_alarm_by_its_age(template: Template) -> None:
    for queue, (name, _, minutes, _) in LATE.items():
        alarm = telling(template)[name]
        (looked_at,) = [one["MetricStat"]["Metric"] for one in alarm["Metrics"]]
        assert looked_at["MetricName"] == "ApproximateAgeOfOldestMessage"
        assert looked_at["Dimensions"][0]["Value"] == _called(template.queues[queue])
        assert alarm["Threshold"] == minutes * 60


def test_whatever_does_not_say_so_is_quiet_where_nothing_is_measured(template: Template) -> None:
    found = {one.properties["AlarmName"]: one.properties for one in watched(template, METRIC)}
    other = {name for name, one in found.items() if one["TreatMissingData"] != "notBreaching"}

    assert other == {f"{PREFIX}promise-broken"}  # it stays until an audit finds nothing


# metrics


def written() -> dict[str, set[str]]:
    """By name of each metric that our code writes: its dimensions."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, tree in sources("functions"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).removeprefix("observe.")
            named = {word.arg for word in node.keywords if word.arg}
            if called == "count" and node.args:
                for name in _texts(node.args[0]):
                    found[name] |= named
            elif called in ("measure", "metric_line"):
                for name in _measured(tree, node):
                    found[name] |= named
    return found | {name: set(pairs) for name, pairs in BY_OTHERS.items()}


def _texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _measured(tree: ast.AST, call: ast.Call) -> Iterator[str]:
    """Names of metrics are keys of a dictionary, or are put into one that is handed over."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(value, ast.Tuple) and key is not None:
                    yield from _texts(key)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            yield from (
                text for one in node.targets if isinstance(one, ast.Subscript) for text in _texts(one)
            )


def looked_at(template: Template) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and dimensions of each metric of ours that an alarm or a dashboard names."""
    for alarm in watched(template, METRIC):
        for query in alarm.properties["Metrics"]:
            metric = query.get("MetricStat", {}).get("Metric", {})
            if metric.get("Namespace") == OURS:
                yield metric["MetricName"], {one["Name"]: one["Value"] for one in metric["Dimensions"]}
    for row in rows(template):
        if row[0] == OURS:
            yield row[1], dict(zip(row[2:-1:2], row[3:-1:2], strict=True))
        elif isinstance(row[0], dict) and (found := SEARCHED.search(row[0]["expression"])):
            yield found[2], dict.fromkeys(found[1].split(",")[1:], "")


SEARCHED = re.compile(r'SEARCH\(.\{(PaidOnce[\w,]*)\} MetricName="(\w+)"')


def test_every_metric_that_is_looked_at_is_written_under_these_dimensions(template: Template) -> None:
    known = written()
    wrong = {
        f"{name} by {sorted(dimensions)}"
        for name, dimensions in looked_at(template)
        if known.get(name) != set(dimensions)
    }

    assert not wrong


def test_every_metric_that_is_written_is_on_a_dashboard(template: Template) -> None:
    """Or nobody would ever see it, and it is paid for."""
    assert {name for name, _ in looked_at(template)} >= written().keys() - NOT_SHOWN


NOT_SHOWN = {
    *("MessagesSent", "OrdersNotShown", "ConversationsNotAnnounced", "ConversationsNotListed"),
    *("EventsNotShown", "PresenceNotTold", "ReturnsNotListed", "MismatchesPutOff"),
}
"""Looked up when somebody asks for them; no promise hangs on them."""


def test_every_value_of_a_dimension_is_one_that_is_written(template: Template) -> None:
    """A word of ours stands in the code or in a table of words: as it stands in an alarm."""
    words = {
        one.value
        for _, tree in sources("functions")
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    states = {"open", "half_open", "closed"}  # Powertools' of a circuit
    named = {value for _, dimensions in looked_at(template) for value in dimensions.values() if value}

    assert {value for value in named if value.lower() not in states} <= words


# dashboards


def test_there_is_a_dashboard_for_each_promise(template: Template) -> None:
    assert set(dashboards(template)) == {
        *("ChargedOnce", "NeverOversold", "EveryCheckoutEnds", "AnyServer", "Speed")
    }


def test_every_queue_and_machine_is_on_a_dashboard(template: Template) -> None:
    named = {part for row in rows(template) for part in row if isinstance(part, str)}

    assert {_called(one) for one in template.queues.values()} <= named
    assert {one.arn for one in template.machines.values()} <= named


def test_every_function_and_table_is_found_by_the_name_of_its_stack(template: Template) -> None:
    """A search finds what CloudFormation named after a stack that is called so."""
    searches = [row[0]["expression"] for row in rows(template) if isinstance(row[0], dict)]
    found: list[Resource] = [*template.functions.values(), *template.tables.values()]

    assert {"Errors", "Throttles", "Duration"} <= {_searched(one) for one in searches}
    assert all(" PaidOnce'" in one for one in searches if "{PaidOnce" not in one)
    assert all(one.stack.startswith("PaidOnce") for one in found)
    assert not [one for one in found if {"FunctionName", "TableName"} & one.properties.keys()]


def test_the_api_is_called_what_alarms_call_it(template: Template) -> None:
    (api,) = template.resources("AWS::ApiGateway::RestApi")
    (stage,) = template.resources("AWS::ApiGateway::Stage")

    assert (api.properties["Name"], stage.properties["StageName"]) == (API, STAGE)


def _searched(expression: str) -> str:
    found = re.search(r'MetricName="(\w+)"', expression)
    return found[1] if found else ""


def _called(queue: Resource) -> str:
    return queue.name


def _topic(template: Template, name: str) -> str:
    (found,) = [one for one in template.resources("AWS::SNS::Topic") if one.construct == name]
    return found.name
