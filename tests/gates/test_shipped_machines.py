"""Files and templates belong together, and every `${Name}` is given what it stands for."""

from pathlib import Path

from gates.asl.check import check_shipped
from harness.template import Template
from tests.gates.machines import ARNS, FILE, SHIPPED, parcel, said, template, write


def test_a_machine_that_a_stack_ships_whole_passes(tmp_path: Path) -> None:
    patient = parcel()
    patient["States"]["Pack"]["TimeoutSeconds"] = 5

    checked = check_shipped(write(tmp_path, parcel()), template(patient, **ARNS))

    assert said(checked.findings) == []
    assert checked.looked_at == "asl in the templates: 1 machine, 3 substitutions"


def test_a_name_that_no_stack_substitutes_is_said_with_its_state(tmp_path: Path) -> None:
    given = {name: value for name, value in ARNS.items() if name != "Parcels"}

    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **given)).findings

    assert said(findings) == [f"{FILE}: AwaitCourier: ${{Parcels}} is not substituted by Warehouse/Parcel"]


def test_a_substitution_that_nothing_uses_is_said_with_its_machine(tmp_path: Path) -> None:
    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **ARNS, Spare="x")).findings

    assert said(findings) == [f"Warehouse/Parcel: substitutes Spare, which {FILE} does not name"]


def test_a_substitution_that_leaves_a_name_behind_is_refused(tmp_path: Path) -> None:
    given = ARNS | {"Notes": "group-${Stage}"}

    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **given)).findings

    assert said(findings) == ["Warehouse/Parcel: puts nothing, or another ${...}, in place of ${Notes}"]


def test_a_file_that_no_stack_ships_is_named(tmp_path: Path) -> None:
    other = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    write(tmp_path, other, "return.asl.json")

    findings = check_shipped(write(tmp_path, parcel()), template(parcel(), **ARNS)).findings

    assert said(findings) == ["statemachines/return.asl.json: no stack ships it"]


def test_a_machine_that_is_of_no_file_is_named(tmp_path: Path) -> None:
    edited = parcel()
    edited["States"]["Pack"]["Next"] = "Note"

    findings = check_shipped(write(tmp_path, parcel()), template(edited, **ARNS)).findings

    assert said(findings) == [
        f"{FILE}: no stack ships it",
        "Warehouse/Parcel: its definition is that of no file in statemachines",
    ]


def test_a_machine_that_cannot_be_looked_into_is_named(tmp_path: Path) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionS3Location": {}}}
    templates = {"Warehouse": {"Resources": {"Parcel": machine}}}

    findings = check_shipped(write(tmp_path, parcel()), templates).findings

    assert "Warehouse/Parcel: DefinitionString is not plain JSON: no check can look into it" in said(findings)


def test_the_machines_of_this_app_are_the_files_of_this_repository(template: Template) -> None:
    assert said(check_shipped(SHIPPED, template.stacks).findings) == []
