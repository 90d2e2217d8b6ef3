"""Files of state machines: what they are read as, and what is refused."""

import re
import runpy
from functools import partial
from pathlib import Path

import pytest

from infra.app import build
from infra.bundles.target import ROOT
from infra.definitions import ENDING, FOLDER, InvalidDefinition, load_machine, machine_names, read_definition
from infra.patience import PATIENCE

LINES = 640
"""All files together, so that the machines stay readable in one look."""

SHARED = """\
x-retries:
  - &patient
    ErrorEquals: [States.ALL]
    MaxAttempts: 4
States:
  Pack:
    Retry: [*patient]
  Send:
    Retry: [*patient]
"""


def read(folder: Path, text: str | bytes) -> dict[str, object]:
    path = folder / "parcel.asl.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_definition(path)


def test_an_alias_stands_for_what_its_anchor_names_and_the_policies_are_left_out(tmp_path: Path) -> None:
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 4}]

    assert read(tmp_path, SHARED) == {"States": {"Pack": {"Retry": retry}, "Send": {"Retry": retry}}}


def test_what_anchors_share_is_copied(tmp_path: Path) -> None:
    definition = read(tmp_path, SHARED)
    states = definition["States"]
    assert isinstance(states, dict)

    states["Pack"]["Retry"][-1]["MaxAttempts"] = 9
    states["Pack"]["Retry"][-1]["ErrorEquals"].append("Torn")

    assert states["Send"]["Retry"] == [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 4}]


@pytest.mark.parametrize("machine", machine_names())
def test_no_two_states_of_a_machine_share_anything(machine: str) -> None:
    found: list[int] = []

    def collect(value: object) -> None:
        if isinstance(value, dict | list):
            found.append(id(value))
            for inner in value.values() if isinstance(value, dict) else value:
                collect(inner)

    definition = load_machine(machine, PATIENCE["brisk"])
    collect(definition)

    assert len(found) == len(set(found))


def test_numbers_and_constants_are_those_of_json(tmp_path: Path) -> None:
    text = "a: 5\nb: -1.5\nc: true\nd: null\ne: '5'\nf: ${Pack}\ng: $.order_id\n"

    values = [5, -1.5, True, None, "5", "${Pack}", "$.order_id"]
    assert read(tmp_path, text) == dict(zip("abcdefg", values, strict=True))


NO_KEY = "a key that is not plain text (merge keys, <<, are not taken)"
NO_VALUE = "is neither text (quote it) nor a number, true, false or null of JSON"
OF_SOME_YAML = ("yes", "off", "0x1F", "010", "1_000", "1:30", ".inf", "~", "", "2026-11-26")

WRONG: list[tuple[str | bytes, str]] = [
    ("A: 1\nB:\n  C: 1\n  C: 2\n", "line 4: the key 'C' stands there twice"),
    ("x-retries:\n  - {A: 1, A: 1}\n", "line 2: the key 'A' stands there twice"),
    ("A: {", "line 1: while parsing a flow node: expected the node content, but found '<stream end>'"),
    ("A: *nobody\n", "line 1: found undefined alias 'nobody'"),
    ("A: &loop [*loop]\n", "nested too deeply, or an anchor that holds itself"),
    ("A: 1\n---\nB: 2\n", "line 2: expected a single document in the stream: but found another document"),
    ("", "not an object"),
    ("# nothing\n", "not an object"),
    ("- A\n", "not an object"),
    ("A: &a {B: 1}\nC:\n  <<: *a\n", f"line 3: {NO_KEY}"),
    ("yes: 1\n", f"line 1: {NO_KEY}"),
    ("[1, 2]: 1\n", f"line 1: {NO_KEY}"),
    *((f"A: {value}\n", f"line 1: {value!r} {NO_VALUE}") for value in OF_SOME_YAML),
    ("A: !!python/name:os.system ''\n", f"line 1: '' {NO_VALUE}"),
    (b"A: \xff\n", "not YAML: 'utf-8' codec can't decode byte 0xff in position 3: invalid start byte"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path: Path, text: str | bytes, problem: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read(tmp_path, text)

    assert str(refused.value) == f"{tmp_path.name}/parcel.asl.yaml: {problem}"


def test_what_the_reader_says_in_two_lines_is_said_in_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read(tmp_path, "A: \x00\n")

    assert "\n" not in str(refused.value)
    assert "parcel.asl.yaml: not YAML: unacceptable character #x0000" in str(refused.value)


def test_the_app_ends_with_one_line_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "checkout.asl.yaml").write_text("StartAt: A\nStartAt: B\n")
    monkeypatch.setattr("infra.definitions.FOLDER", tmp_path)
    unbundled = partial(build, {"aws:cdk:bundling-stacks": []}, outdir=str(tmp_path / "cdk.out"))
    monkeypatch.setattr("infra.app.build", unbundled)

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")

    place = f"{tmp_path.name}/checkout.asl.yaml: line 2"
    assert ended.value.code == 1
    assert capsys.readouterr() == ("", f"paidonce: {place}: the key 'StartAt' stands there twice\n")


def test_the_machines_are_readable_in_one_look() -> None:
    files = [path.read_text().splitlines() for path in FOLDER.iterdir()]

    assert sum(map(len, files)) <= LINES
    assert max(len(line) for lines in files for line in lines) <= 110


@pytest.mark.parametrize("machine", machine_names())
def test_each_retry_policy_stands_once_and_is_used(machine: str) -> None:
    policies, states = (FOLDER / f"{machine}{ENDING}").read_text().split("\nStates:\n")

    assert "IntervalSeconds" not in states
    assert set(re.findall(r"- &(\w+)", policies)) == set(re.findall(r"- \*(\w+)", states))
