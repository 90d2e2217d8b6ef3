"""State machines in the templates: which file each ships, and what it puts in place of `${Name}`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gates.asl.files import INNER, Machine
from gates.finding import Finding

KIND = "AWS::StepFunctions::StateMachine"
NAME = re.compile(r"\$\{(\w+)\}", re.ASCII)


@dataclass(frozen=True)
class Shipped:
    place: str
    definition: dict[str, Any]
    substitutions: dict[str, Any]


def read_shipped(templates: Mapping[str, dict[str, Any]]) -> tuple[list[Shipped], list[Finding]]:
    """Every state machine of every stack, and those that cannot be looked into. `templates`: by stack."""
    shipped, findings = [], []
    for stack, template in templates.items():
        for name, resource in template.get("Resources", {}).items():
            if resource["Type"] != KIND:
                continue
            place, properties = f"{stack}/{name}", resource.get("Properties", {})
            try:
                definition = json.loads(properties.get("DefinitionString"))
            except (TypeError, ValueError):
                findings.append(
                    Finding(place, "DefinitionString is not plain JSON: no check can look into it")
                )
                continue
            shipped.append(Shipped(place, definition, properties.get("DefinitionSubstitutions", {})))
    return shipped, findings


def check_shipping(machines: list[Machine], shipped: list[Shipped]) -> list[Finding]:
    """A file and a machine belong together when they say the same, to the number."""
    findings = []
    for machine in machines:
        carriers = [one for one in shipped if same(one, machine)]
        if not carriers:
            findings.append(Finding(machine.file, "no stack ships what is read from it"))
        for carrier in carriers:
            findings += _substituted(machine, carrier)
    for one in shipped:
        if not any(same(one, machine) for machine in machines):
            findings.append(Finding(one.place, "its definition is read from no file in statemachines"))
    return findings


def same(one: Shipped, machine: Machine) -> bool:
    """As JSON: to Python, 1 and True would be equal."""
    return json.dumps(one.definition, sort_keys=True) == json.dumps(machine.definition, sort_keys=True)


def check_names(machine: Machine) -> list[Finding]:
    """Nothing but `${Name}` may look like a substitution: the rest would reach AWS as it stands."""
    return [
        Finding(machine.place(state), f"{text!r} looks like a substitution but is none; write ${{Name}}")
        for state, text in _texts(machine)
        if "${" in NAME.sub("", text)
    ]


def _substituted(machine: Machine, carrier: Shipped) -> list[Finding]:
    used = {name: state for state, text in _texts(machine) for name in NAME.findall(text)}
    given = carrier.substitutions
    findings = [
        Finding(machine.place(state), f"${{{name}}} is not substituted by {carrier.place}")
        for name, state in used.items()
        if name not in given
    ]
    findings += [
        Finding(carrier.place, f"substitutes {name}, which {machine.file} does not name")
        for name in given
        if name not in used
    ]
    findings += [
        Finding(carrier.place, f"puts nothing, or another ${{...}}, in place of ${{{name}}}")
        for name, value in given.items()
        if not value or (isinstance(value, str) and "${" in value)
    ]
    return findings


def _texts(machine: Machine) -> list[tuple[str, str]]:
    """Every text of the file, names of fields included, with the state it stands in."""
    top = {name: value for name, value in machine.definition.items() if name != "States"}
    found = [("", text) for text in _strings(top)]
    for state, content in machine.states():
        own = {name: value for name, value in content.items() if name not in INNER}
        found += [(state, text) for text in _strings(own)]
    return found


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in (name, *_strings(one))]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []
