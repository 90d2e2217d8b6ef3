"""`python -m gates`: what it prints and how it exits."""

from pathlib import Path

import pytest

from gates import __main__ as command
from gates.__main__ import ROOT
from gates.finding import Checked, Finding, GateBroken


@pytest.mark.parametrize(
    "arguments", [[], ["a", "b"], ["--help"], [""], [__file__], ["tests"], ["/nowhere/at/all"]]
)
def test_bad_usage_is_one_line_and_status_2(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)

    assert command.main(arguments) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_findings_are_printed_one_a_line_after_what_was_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    findings = (Finding("Stack/Role", "too\nwide"), Finding("a.asl.yaml: Pack", "no TimeoutSeconds"))

    assert command.report([Checked("asl: 1 file", findings), Checked("cfn-lint: 2 templates", ())]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "asl: 1 file",
        "cfn-lint: 2 templates",
        "Stack/Role: too wide",
        "a.asl.yaml: Pack: no TimeoutSeconds",
        "2 findings",
    ]


def test_no_findings_are_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.report([Checked("asl: 1 file", ())]) == 0
    assert capsys.readouterr().out.splitlines() == ["asl: 1 file", "clean"]


def test_an_app_that_does_not_synthesize_is_named_by_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("infra.definitions.FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr("gates.synthesis.context", lambda: {"aws:cdk:bundling-stacks": []})

    assert command.main([str(tmp_path)]) == 1

    printed = capsys.readouterr().out
    assert "infra/definitions.py:" in printed
    assert "FileNotFoundError" in printed


def test_a_gate_that_cannot_do_its_work_is_red(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_folder: Path) -> Checked:
        raise GateBroken("asl-validator is not installed")

    monkeypatch.setattr(command, "check_files", broken)
    monkeypatch.setattr(command, "_check_app", lambda _folder: [])

    assert command.main([str(tmp_path)]) == 1
    assert "gates: asl-validator is not installed" in capsys.readouterr().out
