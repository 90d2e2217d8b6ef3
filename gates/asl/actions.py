"""Integrations: each names an action that exists."""

import gzip
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import botocore
from botocore.loaders import Loader

from gates.asl.files import Machine
from gates.finding import Finding

INTEGRATION = "arn:aws:states:::"
SDK = "aws-sdk"
TOKEN = ".waitForTaskToken"  # noqa: S105 - a pattern, not a token
# Of https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html, what a shop may want.
OPTIMIZED = {
    "lambda:invoke": (TOKEN,),
    "sqs:sendMessage": (TOKEN,),
    "events:putEvents": (TOKEN,),
    "sns:publish": (TOKEN,),
    "dynamodb:getItem": (),
    "dynamodb:putItem": (),
    "dynamodb:updateItem": (),
    "dynamodb:deleteItem": (),
    "states:startExecution": (TOKEN, ".sync", ".sync:2"),
}
_FUNCTION = re.compile(r"\$\{\w+\}")
_SERVICE_ID = re.compile(rb'"serviceId"\s*:\s*"([^"]+)"')
_HEAD = 8192


def check_actions(machine: Machine) -> list[Finding]:
    return [
        Finding(machine.place(name), message)
        for name, state in machine.states()
        if state.get("Type") == "Task" and (message := _wrong(state.get("Resource")))
    ]


def _wrong(resource: object) -> str | None:
    if not isinstance(resource, str):
        return "no Resource"
    if _FUNCTION.fullmatch(resource):
        return None
    if not resource.startswith(INTEGRATION):
        return f"Resource {resource!r} is neither a ${{Name}} nor an integration ({INTEGRATION}...)"
    call = resource.removeprefix(INTEGRATION)
    return _wrong_sdk(call) if call.split(":")[0] == SDK else _wrong_optimized(call)


def _wrong_optimized(call: str) -> str | None:
    action, dot, pattern = call.partition(".")
    if action not in OPTIMIZED:
        return f"{call}: no integration that is known here{_hint(action, OPTIMIZED)}"
    if dot and dot + pattern not in OPTIMIZED[action]:
        return f"{call}: {action} has no {dot}{pattern}"
    return None


def _wrong_sdk(call: str) -> str | None:
    parts = call.removesuffix(TOKEN).split(":")
    if len(parts) != 3:
        return f"{call}: not of the form {SDK}:service:action"
    _, service, action = parts
    folder = _services().get(service)
    if folder is None:
        return f"{call}: no such service{_hint(service, _services())}"
    actions = _actions(folder)
    if action not in actions:
        return f"{call}: {service} has no action {action!r}{_hint(action, actions)}"
    return None


@cache
def _services() -> dict[str, str]:
    """botocore's folder of each service by the name that Step Functions has for it: the service's id,
    lower-case, without blanks (`SFN` is sfn, `CloudWatch Logs` is cloudwatchlogs)."""
    found = {}
    for model in sorted((Path(botocore.__file__).parent / "data").glob("*/*/service-2.json.gz")):
        with gzip.open(model) as text:
            named = _SERVICE_ID.search(text.read(_HEAD))
        if named:
            found[re.sub(r"[^a-z0-9]", "", named[1].decode().lower())] = model.parent.parent.name
    return found


@cache
def _actions(folder: str) -> frozenset[str]:
    operations = Loader().load_service_model(folder, "service-2")["operations"]
    return frozenset(name[0].lower() + name[1:] for name in operations)


def _hint(given: str, known: Iterable[str]) -> str:
    close = get_close_matches(given, list(known), n=1)
    return f"; is {close[0]!r} meant?" if close else ""
