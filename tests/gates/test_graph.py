"""asl-validator is really asked, and its answer names the file."""

from pathlib import Path

import pytest

from gates.asl import graph
from gates.asl.check import check_files
from gates.asl.files import read_machines
from gates.asl.graph import check_graph
from gates.finding import GateBroken
from tests.gates.machines import FILE, parcel, said, write


def test_a_state_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    machine = parcel()
    machine["States"]["Island"] = {"Type": "Succeed"}
    folder = write(tmp_path, machine)
    write(tmp_path, parcel(), "clean.asl.yaml")

    findings = check_graph(read_machines(folder)[0])

    assert said(tuple(findings)) == [f"{FILE}: State Island is not reachable (MISSING_TRANSITION_TARGET)"]


def test_it_is_asked_among_the_other_checks(tmp_path: Path) -> None:
    machine = parcel() | {"StartAt": "Note"}

    findings = said(check_files(write(tmp_path, machine)).findings)

    assert f"{FILE}: State Pack is not reachable (MISSING_TRANSITION_TARGET)" in findings


def test_a_validator_that_fails_is_not_taken_for_a_clean_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = tmp_path / "graph.js"
    runner.write_text("throw new Error('no memory')")
    monkeypatch.setattr(graph, "RUNNER", runner)
    machines, _ = read_machines(write(tmp_path, parcel()))

    with pytest.raises(GateBroken, match="no memory"):
        check_graph(machines)
