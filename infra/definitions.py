"""State machine definitions: YAML files in which each retry policy stands once, read as plain ASL.

Stacks, gates and tests all read them here, so that each of them sees the definition that is deployed.
"""

import json
from pathlib import Path
from typing import Any

import yaml

from infra.patience import Patience

FOLDER = Path(__file__).resolve().parent.parent / "statemachines"
ENDING = ".asl.yaml"
POLICIES = "x-retries"
"""The section of a file that names its retry policies. It is no ASL and is left out."""
COMPENSATIONS = ("AbandonOrder", "VoidPayment", "CloseOrder")
RETURNS = ("RefundPayment", "RestockItems", "CloseReturn")
REFUNDS = ("GiveMoneyBack", "CloseRefund")
UNTIL_AN_OPERATOR = (*COMPENSATIONS, "AbandonFulfilment", *RETURNS, *REFUNDS)
"""States, of any machine, that are tried for a day and then stand before an operator."""
PAYING, PAID = "CompleteOrder", "PaidNotCompleted"
"""The state that is tried for an hour and then gives up, but, once the money is taken, for a day like those:
its error that says so."""
_TEXT = "tag:yaml.org,2002:str"
_JSON = {f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "null")}


class InvalidDefinition(Exception):
    """A file that is no definition. `file` is named as from the repository's root; `problem` is one line."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem


def machine_names() -> list[str]:
    """Of the machines that have a file, as `checkout`."""
    return sorted(path.name.removesuffix(ENDING) for path in FOLDER.glob(f"*{ENDING}"))


def load_machine(name: str, patience: Patience) -> dict[str, Any]:
    """The definition in `statemachines/<name>.asl.yaml`, with this patience and with `${Name}` still in place
    of each function. Raises InvalidDefinition."""
    definition = read_definition(FOLDER / f"{name}{ENDING}")
    set_patience(definition, patience)
    return definition


def set_patience(definition: dict[str, Any], patience: Patience) -> None:
    """Changes the definition in place, in those states that a deployment may have wait longer or shorter."""
    states = definition["States"]
    numbers = {
        "AwaitCustomerAction": {"TimeoutSeconds": patience.customer_action_seconds},
        "AwaitInspection": {"TimeoutSeconds": patience.inspection_seconds},
        "AwaitPacking": {"TimeoutSeconds": patience.packing_seconds},
    }
    attempts = dict.fromkeys(UNTIL_AN_OPERATOR, patience.compensation_attempts)
    attempts[PAYING] = patience.capture_attempts
    for state in numbers.keys() & states.keys():
        states[state] |= numbers[state]
    for state in attempts.keys() & states.keys():
        states[state]["Retry"][-1]["MaxAttempts"] = attempts[state]
    for retrier in states.get(PAYING, {}).get("Retry", []):
        if retrier["ErrorEquals"] == [PAID]:
            retrier["MaxAttempts"] = patience.compensation_attempts


def read_definition(path: Path) -> dict[str, Any]:
    """The plain ASL of a file, each alias replaced by a copy of its own. Raises InvalidDefinition."""
    try:
        root = yaml.compose(path.read_bytes().decode("utf-8"), Loader=yaml.SafeLoader)
        definition = _plain(root) if root else None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidDefinition(_file(path), _problem(error)) from None
    if not isinstance(definition, dict):
        raise InvalidDefinition(_file(path), "not an object")
    definition.pop(POLICIES, None)
    return definition


def _plain(node: yaml.Node) -> Any:
    """A node is made anew wherever an alias stands for it, so nothing in the result is shared."""
    if isinstance(node, yaml.MappingNode):
        return _object(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return _scalar(node)


def _object(node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if key.tag != _TEXT:
            raise _wrong(key, "a key that is not plain text (merge keys, <<, are not taken)")
        if key.value in found:
            raise _wrong(key, f"the key {key.value!r} stands there twice")
        found[key.value] = _plain(value)
    return found


def _scalar(node: yaml.ScalarNode) -> Any:
    """Numbers and constants as in JSON: versions of YAML disagree about what else is one (yes, 010)."""
    if node.tag == _TEXT:
        return node.value
    if node.tag in _JSON:
        try:
            return json.loads(node.value)
        except ValueError:
            pass
    raise _wrong(node, f"{node.value!r} is neither text (quote it) nor a number, true, false or null of JSON")


def _wrong(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _problem(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply, or an anchor that holds itself"
    if not isinstance(error, yaml.MarkedYAMLError):
        return " ".join(f"not YAML: {error}".split())
    said = ": ".join(part for part in (error.context, error.problem) if part)
    return f"line {error.problem_mark.line + 1}: {said}"


def _file(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
