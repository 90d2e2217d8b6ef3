"""Whatever the templates say in numbers, switches and words is pinned, with the reason why it is so."""

from typing import Any

from harness.template import Template
from tests.infra.leaves import ELSEWHERE, Leaves, constructs, leaves, outputs
from tests.infra.pins import OUTPUTS, PINNED
from tests.infra.pins.pin import Pin

PREFIX = "AWS::"
BY_RULE = {("AWS::Lambda::Function", "MemorySize"), ("AWS::Lambda::Function", "TracingConfig.Mode")}
"""tests/bench/test_memory.py says how much memory each has, and why; test_functions.py who is traced."""


def rows() -> dict[tuple[str, str], Pin]:
    return {(PREFIX + pin.kind, pin.path): pin for pin in PINNED}


def pinned(found: Leaves, kind: str, path: str) -> bool:
    """Whether it stands in the table; an environment's names and addresses are no settings."""
    words = path.startswith("Environment.Variables.") and not path.endswith(("_SECONDS", "_LEVEL"))
    numeric = any(str(value).isdigit() for values in found[kind, path].values() for value in values)
    return (kind, path) in rows() or (kind, path) in BY_RULE or (words and not numeric)


def test_whatever_a_template_says_has_a_reason(template: Template) -> None:
    found = leaves(template)
    unknown = [
        f"{kind} {path} = {dict(found[kind, path])}" for kind, path in found if not pinned(found, kind, path)
    ]

    assert not unknown, "add a row with its reason to tests/infra/pins for " + "\n".join(unknown)


def test_each_says_what_its_reason_is_for(template: Template) -> None:
    found = leaves(template)
    wrong = []
    for (kind, path), pin in rows().items():
        wanted = _wanted(pin, constructs(template, kind))
        here = {name: tuple(values) for name, values in found[kind, path].items()}
        for name in sorted(wanted.keys() | here.keys()):
            if here.get(name) != wanted.get(name):
                wrong.append(
                    f"{kind} {name} {path}: {here.get(name)}, pinned {wanted.get(name)}: {pin.reason}"
                )

    assert not wrong, "change tests/infra/pins if the reason still holds:\n" + "\n".join(wrong)


def _wanted(pin: Pin, names: set[str]) -> dict[str, tuple[Any, ...]]:
    values = pin.values if isinstance(pin.values, dict) else dict.fromkeys(names, pin.values)
    return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}


def test_what_commands_go_by_is_pinned_too(template: Template) -> None:
    assert outputs(template) == OUTPUTS


def test_no_kind_is_left_to_other_tests_that_no_template_has(template: Template) -> None:
    kinds = {one["Type"] for stack in template.stacks.values() for one in stack["Resources"].values()}
    assert ELSEWHERE.keys() <= kinds


def test_an_executions_data_is_written_into_no_log(template: Template) -> None:
    """It holds task tokens, and whatever a step was given or answered."""
    for machine in template.machines.values():
        assert "IncludeExecutionData" not in machine.properties["LoggingConfiguration"]
