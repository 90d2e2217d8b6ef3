"""CDK context that cannot be used is one clear line and exit status 2."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.app import build
from infra.settings import InvalidSetting, check_context_json, read_settings, refuse_unknown
from tests.infra.test_settings import node

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app.py"


@pytest.mark.parametrize("value", ["", False, 0, [], {}, ["brisk"], {"a": 1}, 1.5, "x" * 100_000, "\n", "💸"])
@pytest.mark.parametrize(
    "name",
    [
        "patience",
        "currency",
        "stripeApiBase",
        "shopUrl",
        "stripeSecretName",
        "waitConcurrency",
        "allowOrigins",
    ],
)
def test_a_value_of_any_other_kind_is_refused_in_one_short_line(name: str, value: Any) -> None:
    if value == "" and name in ("stripeApiBase", "shopUrl", "allowOrigins"):
        return
    if value == [] and name == "allowOrigins":
        return
    with pytest.raises(InvalidSetting, match=f"context {name}: ") as caught:
        read_settings(node(**{name: value}))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", ["pacience", "Patience", "PATIENCE", "stripe_api_base", ""])
def test_a_misspelt_setting_is_refused_instead_of_doing_nothing(name: str) -> None:
    with pytest.raises(InvalidSetting, match="no such setting; there are patience, "):
        refuse_unknown(["patience", name])


def test_the_cdks_own_context_is_left_alone() -> None:
    names = ["aws:cdk:bundling-stacks", "@aws-cdk/core:checkSecretUsage", "acknowledged-issue-numbers"]
    refuse_unknown([*names, *json.loads((ROOT / "cdk.json").read_text())["context"]])


@pytest.mark.parametrize("text", ["{", "[]", "5", '"brisk"', "null", "[" * 100_000])
def test_context_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(InvalidSetting, match="CDK_CONTEXT_JSON"):
        check_context_json(text)


@pytest.mark.parametrize("context", [{"patience": {"a": 1}}, {"pacience": "brisk"}])
def test_the_app_refuses_its_context_before_it_makes_anything(
    context: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(InvalidSetting, match=f"context {next(iter(context))}: "):
        build(context, outdir=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_context_that_cannot_be_read_ends_the_app_with_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CDK_CONTEXT_JSON", "{")
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(APP), run_name="__main__")
    assert ended.value.code == 2
    assert_one_line(*capsys.readouterr())


def test_the_apps_process_ends_with_one_line_and_status_2(tmp_path: Path) -> None:
    environment = os.environ | {
        "CDK_CONTEXT_JSON": '{"patience": {"a": 1}}',
        "CDK_OUTDIR": str(tmp_path),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
    }
    done = subprocess.run(
        [sys.executable, str(APP)], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 2
    assert_one_line(done.stdout, done.stderr)


def assert_one_line(printed: str, complained: str) -> None:
    assert printed == ""
    assert complained.startswith("paidonce: ")
    assert complained.count("\n") == 1
