"""Handlers start from the bundles alone: read-only, with nothing to compile."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.template import REGION, Template
from infra.bundles.build import code_bundle, layer_bundle, ready
from infra.bundles.this_machine import THIS_MACHINE

FOLDER = Path(__file__).resolve().parent

NATIVE = "pydantic_core._pydantic_core"  # compiled for arm64, so it can be loaded on Lambda alone


def handlers(template: Template) -> list[str]:
    return sorted({function.properties["Handler"] for function in template.functions.values()})


def environment(template: Template) -> dict[str, str]:
    """Every variable that any function has, and what Lambda adds."""
    merged = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    for function in template.functions.values():
        merged |= function.properties["Environment"]["Variables"]
    return merged


def run(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def import_here(code: Path, layer: Path, template: Template) -> dict[str, Any]:
    """In this Python, isolated: no site-packages, no PYTHON variables, no current folder."""
    arguments = json.dumps([[str(code), str(layer / "python")], handlers(template)])
    command = [sys.executable, "-I", "-S", str(FOLDER / "import_handlers.py"), arguments]
    return run(command, environment(template))


def import_in_lambdas_python(template: Template) -> dict[str, Any]:
    folders = [str(ready(code_bundle())), str(ready(layer_bundle()))]
    arguments = [*folders, json.dumps(handlers(template)), json.dumps(environment(template))]
    return run(["node", str(FOLDER / "import_handlers.mjs"), *arguments], dict(os.environ))


def test_every_handler_is_imported_from_the_bundles_without_compiling_or_writing(template: Template) -> None:
    done = import_here(ready(code_bundle(THIS_MACHINE)), ready(layer_bundle(THIS_MACHINE)), template)

    assert done["failed"] == {}
    assert done["compiled"] == []
    assert done["written"] == []
    assert done["modules"] > 500
    assert not [folder for folder in done["path"] if "site-packages" in folder]


def test_the_shipped_bundles_start_in_lambdas_own_python_version(template: Template) -> None:
    """All but the handlers that need the one package whose compiled part only an arm64 machine can load."""
    done = import_in_lambdas_python(template)

    assert [reason for reason in done["failed"].values() if NATIVE not in reason] == []
    assert {name for name in handlers(template) if ".steps." in name}.isdisjoint(done["failed"])
    assert done["compiled"] == []
    assert done["written"] == []
    assert done["modules"] > 300


def test_a_source_without_its_bytecode_is_caught_compiling_and_writing(
    template: Template, tmp_path: Path
) -> None:
    code = Path(shutil.copytree(ready(code_bundle(THIS_MACHINE)), tmp_path / "code"))
    (code / f"functions/shared/__pycache__/errors.{THIS_MACHINE.tag}.pyc").unlink()

    done = import_here(code, ready(layer_bundle(THIS_MACHINE)), template)

    assert done["failed"] == {}
    assert done["compiled"] == [str(code / "functions/shared/errors.py")]
    assert any("errors" in path for path in done["written"])
    assert not list((code / "functions/shared").rglob("errors.*.pyc"))


@pytest.mark.parametrize("missing", ["jmespath", "typing_extensions"])
def test_nothing_from_outside_the_bundles_helps_an_import(
    template: Template, tmp_path: Path, missing: str
) -> None:
    layer = tmp_path / "layer"
    ignored = shutil.ignore_patterns(missing, f"{missing}.py")
    shutil.copytree(ready(layer_bundle(THIS_MACHINE)), layer, ignore=ignored)

    failed = import_here(ready(code_bundle(THIS_MACHINE)), layer, template)["failed"]

    assert any(missing in reason for reason in failed.values())
