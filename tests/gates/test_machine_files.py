"""A broken state machine file is refused with a message that names the file and the state."""

from pathlib import Path
from typing import Any

import pytest

from gates.asl.check import check_files
from tests.gates.machines import FILE, SHIPPED, TRANSIENT, Break, Definition, parcel, said, write


def change(state: str, **fields: Any) -> Break:
    return lambda machine: machine["States"][state].update(fields)


def branch(machine: Definition) -> Definition:
    inner: Definition = machine["States"]["Both"]["Branches"][0]
    return inner


def drop(state: str, field: str) -> Break:
    return lambda machine: machine["States"][state].pop(field)


EVERYTHING = {"ErrorEquals": ["States.ALL"]}
GIVE_UP = {"ErrorEquals": ["States.ALL"], "Next": "GiveUp"}
SDK = "arn:aws:states:::aws-sdk:"
HANGS = "no TimeoutSeconds: it could hang for a year"
NO_END = "does not end with States.ALL alone"

BROKEN: list[tuple[Break, str]] = [
    (change("Pack", Next="Nowhere"), "Pack: Next leads to 'Nowhere', which is no state"),
    (
        change("Pack", Catch=[GIVE_UP | {"Next": "Gone"}]),
        "Pack: Catch.Next leads to 'Gone', which is no state",
    ),
    (lambda machine: machine.update(StartAt="Begin"), "StartAt names 'Begin', which is no state"),
    (
        lambda machine: branch(machine).update(StartAt="Measure"),
        "Both: StartAt names 'Measure', which is no state",
    ),
    (lambda machine: branch(machine)["States"]["Weigh"].update(Type="Task"), f"Both/Weigh: {HANGS}"),
    (drop("Pack", "TimeoutSeconds"), f"Pack: {HANGS}"),
    (drop("AwaitCourier", "TimeoutSeconds"), f"AwaitCourier: {HANGS}"),
    (change("Pack", TimeoutSeconds=0), f"Pack: {HANGS}"),
    (change("Pack", TimeoutSeconds=True), f"Pack: {HANGS}"),
    (drop("Pack", "Retry"), f"Pack: Retry {NO_END}"),
    (drop("Note", "Catch"), f"Note: Catch {NO_END}"),
    (change("Pack", Retry=[EVERYTHING, {"ErrorEquals": TRANSIENT}]), f"Pack: Retry {NO_END}"),
    (
        change("Pack", Retry=[EVERYTHING, {"ErrorEquals": TRANSIENT}, EVERYTHING]),
        "Pack: Retry[0] names States.ALL before the end: what stands after it is never reached",
    ),
    (
        change("Pack", Catch=[{**GIVE_UP, "ErrorEquals": ["States.ALL", "Torn"]}]),
        f"Pack: Catch {NO_END}",
    ),
    (
        change("Pack", Retry=[{"ErrorEquals": TRANSIENT[1:]}, EVERYTHING]),
        "Pack: no retrier for Lambda's own Lambda.ServiceException",
    ),
    (
        change("Pack", Retry=[{"ErrorEquals": TRANSIENT, "MaxAttempts": 0}, EVERYTHING]),
        f"Pack: no retrier for Lambda's own {', '.join(TRANSIENT)}",
    ),
    (
        change("AwaitCourier", Parameters={"QueueUrl": "${Parcels}"}),
        "AwaitCourier: waits for a token, but no parameter hands out $$.Task.Token",
    ),
    (
        change("Note", Resource=SDK + "cloudwatchlogs:putLogEvent"),
        "Note: aws-sdk:cloudwatchlogs:putLogEvent: cloudwatchlogs has no action 'putLogEvent'; "
        "is 'putLogEvents' meant?",
    ),
    (change("Note", Resource=SDK + "logs:putLogEvents"), "Note: aws-sdk:logs:putLogEvents: no such service"),
    (
        change("Note", Resource=SDK + "cloudwatchlogs:PutLogEvents"),
        "Note: aws-sdk:cloudwatchlogs:PutLogEvents: cloudwatchlogs has no action 'PutLogEvents'; "
        "is 'putLogEvents' meant?",
    ),
    (
        change("Note", Resource="arn:aws:states:::dynamodb:updateItem.waitForTaskToken"),
        "Note: dynamodb:updateItem.waitForTaskToken: dynamodb:updateItem has no .waitForTaskToken",
    ),
    (
        change("Note", Resource="arn:aws:states:::sqs:sendMessages"),
        "Note: sqs:sendMessages: no integration that is known here; is 'sqs:sendMessage' meant?",
    ),
    (
        change("Pack", Resource="arn:aws:lambda:eu-west-1:123456789012:function:pack"),
        "Pack: Resource 'arn:aws:lambda:eu-west-1:123456789012:function:pack' is neither a ${Name} "
        "nor an integration (arn:aws:states:::...)",
    ),
    (
        change("Note", Parameters={"LogGroupName": "${Notes.Arn}"}),
        "Note: '${Notes.Arn}' looks like a substitution but is none; write ${Name}",
    ),
    (
        change("Pack", Comment="${Tomorrow"),
        "Pack: '${Tomorrow' looks like a substitution but is none; write ${Name}",
    ),
]


@pytest.fixture(autouse=True)
def _without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own checks alone: asl-validator has a test of its own."""
    monkeypatch.setattr("gates.asl.check.check_graph", lambda _machines: [])


def test_a_clean_machine_of_any_kind_passes(tmp_path: Path) -> None:
    checked = check_files(write(tmp_path, parcel()))

    assert said(checked.findings) == []
    assert checked.looked_at == "asl: 1 file, 6 states, 3 tasks"


@pytest.mark.parametrize(("broken", "message"), BROKEN, ids=[message[:60] for _, message in BROKEN])
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, broken: Break, message: str) -> None:
    machine = parcel()
    broken(machine)

    findings = said(check_files(write(tmp_path, machine)).findings)

    assert f"{FILE}: {message}" in findings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n    End: true\n",
            "line 6: the key 'End' stands there twice",
        ),
        (
            "StartAt: A\nStates:\n  A: {Type: Succeed}\n  A: {Type: Fail}\n",
            "line 4: the key 'A' stands there twice",
        ),
        ("[", "line 1: while parsing a flow node: expected the node content, but found '<stream end>'"),
        ("[]", "not an object"),
        ("{}", "the file: no States"),
        ('{"States": {"A": 5}}', "A: not an object"),
        ('{"States": {"A": {"Type": "Map", "ItemProcessor": {}}}}', "A: no States"),
    ],
)
def test_a_file_that_is_no_machine_is_named(tmp_path: Path, text: str, message: str) -> None:
    assert said(check_files(write(tmp_path, text)).findings) == [f"{FILE}: {message}"]


def test_a_file_that_nothing_would_look_at_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, parcel())
    write(tmp_path, parcel(), "return.json")

    assert said(check_files(folder).findings) == [
        "statemachines/return.json: not named *.asl.yaml: nothing looks at it"
    ]


def test_no_file_at_all_is_a_finding(tmp_path: Path) -> None:
    assert said(check_files(tmp_path).findings) == [f"{tmp_path.name}: there is no *.asl.yaml to check"]


def test_the_machines_of_this_repository_pass() -> None:
    assert said(check_files(SHIPPED).findings) == []
