"""Files and templates belong together, and every `${Name}` is given what it stands for."""

from pathlib import Path
from typing import Any

import pytest

from gates.asl.check import check_shipped
from harness.template import Template
from infra.patience import PATIENCE
from tests.gates.machines import ARNS, FILE, SHIPPED, parcel, said, template, write

STANDARD = PATIENCE["standard"]


def test_a_machine_that_a_stack_ships_whole_passes(tmp_path: Path) -> None:
    checked = check_shipped(write(tmp_path, parcel()), template(parcel(), **ARNS), STANDARD)

    assert said(checked.findings) == []
    assert (
        checked.looked_at
        == "asl in the templates: 1 machine, 1 exactly as read from the files; 3 substitutions"
    )


def test_a_machine_is_shipped_with_the_patience_of_its_app(tmp_path: Path) -> None:
    waiting, shipped = parcel(), parcel()
    waiting["States"]["AwaitPacking"] = waiting["States"].pop("AwaitCourier")
    shipped["States"]["AwaitPacking"] = shipped["States"].pop("AwaitCourier") | {
        "TimeoutSeconds": PATIENCE["brisk"].packing_seconds,
    }
    folder, templates = write(tmp_path, waiting), template(shipped, **ARNS)

    assert said(check_shipped(folder, templates, PATIENCE["brisk"]).findings) == []
    assert len(check_shipped(folder, templates, STANDARD).findings) == 2


@pytest.mark.parametrize(
    ("member", "value"),
    [("Next", "Note"), *(("TimeoutSeconds", number) for number in (51, 50.0, True, "50"))],
)
def test_a_machine_that_differs_in_one_value_is_of_no_file(
    tmp_path: Path, member: str, value: object
) -> None:
    edited = parcel()
    edited["States"]["Pack"][member] = value

    checked = check_shipped(write(tmp_path, parcel()), template(edited, **ARNS), STANDARD)

    assert said(checked.findings) == [
        f"{FILE}: no stack ships what is read from it",
        "Warehouse/Parcel: its definition is read from no file in statemachines",
    ]
    assert "1 machine, 0 exactly as read" in checked.looked_at


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        (
            {name: value for name, value in ARNS.items() if name != "Parcels"},
            f"{FILE}: AwaitCourier: ${{Parcels}} is not substituted by Warehouse/Parcel",
        ),
        (ARNS | {"Spare": "x"}, f"Warehouse/Parcel: substitutes Spare, which {FILE} does not name"),
        (
            ARNS | {"Notes": "group-${Stage}"},
            "Warehouse/Parcel: puts nothing, or another ${...}, in place of ${Notes}",
        ),
    ],
    ids=["no stack substitutes it", "nothing uses it", "it leaves a name behind"],
)
def test_a_substitution_that_is_wrong_is_said_with_its_place(
    tmp_path: Path, given: dict[str, Any], finding: str
) -> None:
    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **given), STANDARD).findings

    assert said(findings) == [finding]


def test_a_file_that_no_stack_ships_is_named(tmp_path: Path) -> None:
    other = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    write(tmp_path, other, "return.asl.yaml")

    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **ARNS), STANDARD).findings

    assert said(findings) == ["statemachines/return.asl.yaml: no stack ships what is read from it"]


def test_a_machine_that_cannot_be_looked_into_is_named(tmp_path: Path) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionS3Location": {}}}
    templates = {"Warehouse": {"Resources": {"Parcel": machine}}}

    findings = check_shipped(write(tmp_path, parcel()), templates, STANDARD).findings

    assert "Warehouse/Parcel: DefinitionString is not plain JSON: no check can look into it" in said(findings)


def test_the_machines_of_this_app_are_the_files_of_this_repository(template: Template) -> None:
    assert said(check_shipped(SHIPPED, template.stacks, STANDARD).findings) == []
