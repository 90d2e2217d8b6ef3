"""requirements.lock: what requirements.txt wants and what the functions call, to the byte."""

import ast
import re

from infra.bundles.build import LOCK, SERVICES
from infra.bundles.check import pins
from infra.bundles.target import ROOT

ENTRY = re.compile(r"\n(?=[A-Za-z0-9])")


def test_every_package_of_the_list_is_locked_at_its_version() -> None:
    wanted, locked = pins((ROOT / "requirements.txt").read_text()), pins(LOCK.read_text())

    assert wanted
    assert {name: locked.get(name) for name in wanted} == wanted


def test_every_locked_package_has_hashes_and_a_version_and_is_there_for_a_reason() -> None:
    entries = [entry for entry in ENTRY.split("\n" + LOCK.read_text()) if not entry.strip().startswith("#")]

    assert len(entries) == len(pins(LOCK.read_text()))
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ \\\n", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry
        assert "# via" in entry, entry


def test_the_lock_names_no_registry() -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links", LOCK.read_text())


def test_the_layer_has_the_models_of_the_services_that_functions_call_and_of_no_others() -> None:
    """`boto3.client("dynamodb")`, directly or through a helper that is called some `client` as well."""
    called, unknown = set(), []
    for path in (ROOT / "functions").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith("client"):
                continue
            for argument in call.args[:1]:
                if isinstance(argument, ast.Constant):
                    called.add(argument.value)
                elif not isinstance(argument, ast.Name):
                    unknown.append(f"{path}:{call.lineno}")

    assert unknown == []
    assert called == set(SERVICES)
