"""Each function is named, found and called by one rule, which docs/architecture.md tells row by row."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from harness.routes import read_routes
from harness.template import Template, unqualified
from tests.unit.test_doors import imported

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
ROW = re.compile(
    r"^\| `(\w+)` \| ([^|]+) \| `functions/([\w/.]+):(\w+)` \| `?([\w/.\- ]+?)`? \|$", re.MULTILINE
)

Triggers = dict[str, list[str]]
"""By function: what calls it, as the table in the architecture says it."""


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def singular(word: str) -> str:
    return word.removesuffix("s")


@pytest.fixture(scope="module")
def triggers(template: Template) -> Triggers:
    names = {function.arn: name for name, function in template.functions.items()}
    found: Triggers = defaultdict(list)
    for machine in template.machines.values():
        for state, step in template.definition(machine)["States"].items():
            called = unqualified(str(step.get("Parameters", {}).get("FunctionName", step.get("Resource"))))
            if called in names:
                found[names[called]].append(f"state {machine.construct}/{state}")
    for route in read_routes(template):
        found[route.function].append(f"{route.method} {route.resource}")
    for on_socket in template.resources("AWS::ApiGatewayV2::Route"):
        integration = on_socket.properties["Target"].removeprefix("integrations/")
        (uri,) = [
            one.properties["IntegrationUri"]
            for one in template.resources("AWS::ApiGatewayV2::Integration")
            if one.name == integration
        ]
        function = uri.split("/functions/")[1].removesuffix("/invocations")
        found[names[unqualified(function)]].append(f"socket {on_socket.properties['RouteKey']}")
    for authorizer in template.resources("AWS::ApiGateway::Authorizer"):
        uri = re.search(r"functions/(.+)/invocations", authorizer.properties["AuthorizerUri"])
        assert uri
        found[names[unqualified(uri[1])]].append("authorizer")
    by_arn = {one.arn: one.construct for one in template.queues.values()}
    for mapping in template.resources("AWS::Lambda::EventSourceMapping"):
        source, function = mapping.properties["EventSourceArn"], mapping.properties["FunctionName"]
        name = next(name for name, one in template.functions.items() if function in (one.arn, one.name))
        found[name].append(f"queue {by_arn[source]}" if source in by_arn else "stream of Orders")
    for rule in template.rules.values():
        for target in rule.properties["Targets"]:
            kind = "schedule" if "ScheduleExpression" in rule.properties else "events"
            if target["Arn"] in names:
                found[names[target["Arn"]]].append(f"{kind} {rule.construct}")
    return {name: sorted(found.get(name, ["another function"])) for name in template.functions}


def entry_of(template: Template, function: str) -> tuple[str, str, str]:
    """The room, the entry module and the function in it."""
    package, room, module, name = template.functions[function].properties["Handler"].split(".")
    assert package == "functions"
    return room, module, name


WEBHOOK = "POST /payments/webhook"
"""A route for a sender that cannot be talked to."""


def test_an_entry_module_says_what_calls_it(template: Template, triggers: Triggers) -> None:
    for function, calls in triggers.items():
        _, module, _ = entry_of(template, function)
        kind = {
            "state": r"steps(_\w+)?",
            "authorizer": "authorizer",
            "queue": r"on_\w+",
            "stream": r"on_\w+",
            "socket": r"on_\w+",
            "schedule": r"job_\w+",
            "another": r"call_\w+",
        }
        first = next((call for call in calls if call.startswith("schedule")), calls[0]).split(" ")[0]
        told = first == "events" or calls == [WEBHOOK]
        expected = kind.get(first, r"on_\w+" if told else r"api_\w+")
        assert re.fullmatch(expected, module), f"{function}: {module} is called by {calls}"


def test_a_step_is_named_as_its_state(template: Template, triggers: Triggers) -> None:
    for function, calls in triggers.items():
        states = {call.partition("/")[2] for call in calls if call.startswith("state ")}
        if states:
            (state,) = states
            assert entry_of(template, function)[2] == snake(state)
            machines = {call.split(" ")[1].partition("/")[0] for call in calls}
            # Two machines have a state of one name that is not the same step: the function says whose.
            assert function == state or all(function.replace(one, "") == state for one in machines)


def test_an_entry_that_is_no_step_is_named_handle(template: Template, triggers: Triggers) -> None:
    for function, calls in triggers.items():
        if not calls[0].startswith("state "):
            assert entry_of(template, function)[2] == "handle"


def test_an_api_module_is_named_after_what_its_routes_are_about(
    template: Template, triggers: Triggers
) -> None:
    for function, calls in triggers.items():
        _, module, _ = entry_of(template, function)
        if module.startswith("api_"):
            literal = {singular(word) for call in calls for word in re.findall(r"/(\w+)", call)}
            assert {singular(word) for word in module.removeprefix("api_").split("_")} <= literal, module


def test_the_architecture_tells_which_function_is_called_by_what_and_does_what(
    template: Template, triggers: Triggers
) -> None:
    told = {row[1]: row for row in ROW.finditer(ARCHITECTURE.read_text())}
    assert told.keys() == triggers.keys()
    for function, calls in triggers.items():
        room, module, name = entry_of(template, function)
        row = told[function]
        assert row[2] == ", ".join(calls), function
        assert (row[3], row[4]) == (f"{room}/{module}.py", name)
        if row[5] != "-":
            use_case = row[5].removesuffix(".py").replace("/", ".")
            entry = ROOT / "functions" / room / f"{module}.py"
            assert f"functions.{use_case}" in imported(entry), f"{entry} does not call {use_case}"
        own = {module.split("_", 1)[-1], row[5].removesuffix(".py").rpartition("/")[2], room}
        step = calls[0].startswith("state ")
        assert step or snake(function) in own, f"{function} is named after none of {own}"
