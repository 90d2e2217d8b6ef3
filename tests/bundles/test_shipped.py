"""What is shipped: the same bytes from every machine, bytecode for every source, nothing foreign."""

import json
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from harness.template import Template, synthesize
from infra.bundles.assembly import check_bundles, code_folders, layer_folders, sizes
from infra.bundles.build import LOCK, Bundle, BundleFailed, code_bundle, layer_bundle, ready
from infra.bundles.check import check_layer, pins
from infra.bundles.target import HERE, LAMBDA, ROOT

SMALL = ("charset-normalizer", "jmespath", "pyjwt")  # one of them with compiled extensions


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make synth` makes."""
    folder = tmp_path_factory.mktemp("shipped")
    synthesize(folder, **{"aws:cdk:bundling-stacks": ["**"]})
    return folder


@pytest.fixture(scope="module")
def small_lock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some entries of the lock: as good as all of them where the way matters, and built in seconds."""
    entries = re.split(r"\n(?=[a-z])", LOCK.read_text())
    lock = tmp_path_factory.mktemp("small") / "requirements.lock"
    lock.write_text("\n".join(entry for entry in entries if entry.startswith(SMALL)))
    return lock


@pytest.fixture(scope="module")
def small_layer(small_lock: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready(layer_bundle(lock=small_lock), tmp_path_factory.mktemp("cache"))


def digest(folder: Path) -> str:
    """Of all that a zip holds of it: names, modes, times, bytes."""
    whole = sha256()
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        entry = (path.relative_to(folder).as_posix(), status.st_mode, int(status.st_mtime), content)
        whole.update(repr(entry).encode())
    return whole.hexdigest()


def test_one_code_asset_and_one_layer_are_shipped_and_nothing_is_wrong_with_them(assembly: Path) -> None:
    assert check_bundles(assembly) == []
    assert (len(code_folders(assembly)), len(layer_folders(assembly))) == (1, 1)
    assert [line.split(":")[0] for line in sizes(assembly)] == ["layer", "code"]


def test_templates_are_the_same_when_nothing_changed(template: Template, tmp_path: Path) -> None:
    """A version whose name changed by itself would be a release of nothing."""
    again = synthesize(tmp_path / "again")
    assert {name: one["Resources"].keys() for name, one in again.items()} == {
        name: one["Resources"].keys() for name, one in template.stacks.items()
    }


def test_an_app_that_was_not_bundled_is_not_shipped(synthesized: Path) -> None:
    problems = check_bundles(synthesized)

    assert "functions/shared/money.py: not compiled" in problems
    assert any(problem.startswith("package boto3: missing") for problem in problems)


def test_two_functions_with_code_of_their_own_and_another_runtime_are_found(
    assembly: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(assembly, tmp_path / "broken", copy_function=os.link))
    template = broken / "PaidOnceRelay.template.json"
    content = json.loads(template.read_text())
    template.unlink()
    (function,) = (one for one in content["Resources"].values() if one["Type"] == "AWS::Lambda::Function")
    function["Properties"]["Runtime"] = "python3.12"
    (layer,) = (one for one in content["Resources"].values() if one["Type"] == "AWS::Lambda::LayerVersion")
    function["Properties"]["Code"] = layer["Properties"]["Content"]
    template.write_text(json.dumps(content))

    problems = check_bundles(broken)

    assert "2 code assets: all functions share one" in problems
    assert any(re.match(r"PaidOnceRelay/Relay\w+: python3\.12 on ", problem) for problem in problems)


def test_a_clone_in_another_folder_ships_the_same_code(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "functions", tmp_path / "functions", ignore=shutil.ignore_patterns("__pycache__"))
    money = tmp_path / "functions" / "shared" / "money.py"
    money.chmod(0o600)
    os.utime(money, (1, 1))
    (tmp_path / "functions" / ".money.py.swp").write_text("an editor's")
    ours, cloned = code_bundle(), code_bundle(root=tmp_path)

    assert cloned.fingerprint == ours.fingerprint
    assert digest(ready(cloned, tmp_path / "cache")) == digest(ready(ours))


def test_packages_that_are_installed_twice_are_the_same_bytes(small_lock: Path, small_layer: Path) -> None:
    """Once among all that are shipped and once among a few, into another folder."""
    shipped, again = ready(layer_bundle()) / "python", small_layer / "python"

    assert layer_bundle(lock=small_lock).fingerprint in small_layer.name
    for package in again.iterdir():
        assert digest(shipped / package.name) == digest(package), package.name
    assert list(again.rglob("*.so"))


def test_another_source_lock_python_or_compiler_is_another_bundle(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "functions", tmp_path / "functions")
    (tmp_path / "functions" / "shared" / "money.py").write_text("CENTS = 1\n")
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK.read_text() + "\n")
    targets = [replace(LAMBDA, python="3.13"), replace(LAMBDA, compiler_version="another"), LAMBDA]

    codes = [code_bundle(target) for target in targets] + [code_bundle(root=tmp_path)]
    layers = [layer_bundle(target) for target in targets] + [layer_bundle(lock=lock)]

    assert len({bundle.fingerprint for bundle in [*codes, *layers]}) == 8


def test_a_package_that_is_missing_or_of_another_version_is_named(
    small_lock: Path, small_layer: Path
) -> None:
    lock = re.sub(r"jmespath==\S+", "jmespath==0.0.1", small_lock.read_text()) + "\nsix==1.17.0 \\\n"

    problems = check_layer(small_layer, LAMBDA, lock)

    assert [problem.split(":")[0] for problem in problems] == ["package jmespath", "package six"]


def test_a_source_that_does_not_compile_stops_the_bundle_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "broken.py").write_text("def sell(:\n")

    with pytest.raises(BundleFailed, match=r"functions/broken\.py: File (?s:.*)SyntaxError"):
        ready(code_bundle(root=tmp_path), tmp_path / "cache")

    assert [left.name for left in (tmp_path / "cache").iterdir()] == [".code.lock"]


def test_a_bundle_that_two_ask_for_at_once_is_built_once(tmp_path: Path) -> None:
    built = []

    def fill(folder: Path) -> None:
        built.append(folder)
        (folder / "sold.py").write_text("SOLD = True\n")

    compiler = (sys.executable, "-I", str(HERE / "compile_tree.py"))
    bundle = Bundle("small", replace(LAMBDA, compiler=compiler), "/opt", "1", fill, lambda _: [])
    with ThreadPoolExecutor(2) as two:
        places = list(two.map(lambda _: ready(bundle, tmp_path / "cache"), range(2)))

    assert len(built) == 1
    assert places[0] == places[1] == tmp_path / "cache" / "small-1"


def test_a_package_whose_hash_is_not_the_locked_one_is_not_installed(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"jmespath=={pins(LOCK.read_text())['jmespath']} --hash=sha256:{'0' * 64}\n")

    with pytest.raises(BundleFailed, match="DO NOT MATCH THE HASHES"):
        ready(layer_bundle(lock=lock), tmp_path / "cache")
