"""What the shop is made of: the bill is true to the locks, licences are allowed, weaknesses are found."""

import json
import re
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

from gates.supply import advisories, check, sbom
from gates.supply.__main__ import main
from gates.supply.allowed import BUILDING_LICENCES, SHIPPED_LICENCES, licence_findings, permits
from gates.supply.locks import LICENCES, NODE_LOCKS, PYTHON_LOCK, ROOT, Package, packages
from infra.bundles.check import pins

TODAY = date(2026, 11, 27)
PACKAGE = Package("PyPI", "pyjwt", "2.10.1", "required", "MIT", PYTHON_LOCK)


def snapshot(*ranges: list[dict[str, str]], **named: Any) -> advisories.Snapshot:
    affected = {
        "package": {"ecosystem": "PyPI", "name": "pyjwt"},
        "ranges": [{"type": "ECOSYSTEM", "events": events} for events in ranges],
    } | named
    one = {"id": "PYSEC-1", "aliases": ["CVE-1"], "summary": "bad", "affected": [affected]}
    return advisories.Snapshot("test", TODAY, True, frozenset({"pyjwt"}), (one,))


def test_the_committed_bill_is_what_the_locks_say() -> None:
    assert sbom.FILE.read_text() == sbom.text(), "make sbom"


def test_the_bill_names_each_locked_package_once_at_its_version_with_its_digest() -> None:
    bill = json.loads(sbom.FILE.read_text())
    listed: dict[str, dict[str, str]] = {}
    for one in bill["components"]:
        (place,) = one["properties"]
        listed.setdefault(place["value"], {})[one["purl"]] = one["version"]

    python = {f"pkg:pypi/{name}@{version}": version for name, version in pins(_lock()).items()}
    assert listed[PYTHON_LOCK] == python
    for lock in NODE_LOCKS:
        entries = json.loads((ROOT / lock).read_text())["packages"]
        names = {
            (path.rpartition("node_modules/")[2], one["version"]) for path, one in entries.items() if path
        }
        assert len(listed[lock]) == len(names)
    refs = [one["bom-ref"] for one in bill["components"]]
    assert len(set(refs)) == len(refs)
    assert all(
        re.fullmatch(r"[0-9a-f]{64}|[0-9a-f]{128}", digest["content"])
        for one in bill["components"]
        for digest in one.get("hashes", [])
    )
    assert all(one["hashes"] for one in bill["components"] if one["scope"] == "required")


def _lock() -> str:
    return (ROOT / PYTHON_LOCK).read_text()


def test_a_changed_lock_is_told_from_the_bill(tmp_path: Path) -> None:
    for name in (PYTHON_LOCK, "requirements-dev.txt", *NODE_LOCKS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    assert sbom.text(tmp_path) == sbom.text()
    changed = _lock().replace("pyjwt==2.10.1", "pyjwt==2.10.0")
    (tmp_path / PYTHON_LOCK).write_text(changed)

    assert sbom.text(tmp_path) != sbom.text()


def test_every_package_has_a_licence_that_is_allowed() -> None:
    assert list(licence_findings(packages())) == []


def test_no_licence_is_kept_of_a_package_that_is_gone() -> None:
    assert json.loads(LICENCES.read_text()).keys() == {
        one.name for one in packages() if one.ecosystem == "PyPI"
    }


def test_the_licences_that_are_kept_are_those_that_the_packages_state() -> None:
    """Where a package states an SPDX expression, it is that; others state it in words of their own."""
    stated = 0
    for name, licence in json.loads(LICENCES.read_text()).items():
        try:
            said = metadata(name)["License-Expression"]
        except PackageNotFoundError:
            continue
        if said:
            stated += 1
            assert said == licence, name
    assert stated > 10


@pytest.mark.parametrize(
    ("licence", "scope", "fine"),
    [
        ("MIT", "required", True),
        ("(MIT OR GPL-3.0-only)", "required", True),
        ("MIT AND GPL-3.0-only", "required", False),
        ("LGPL-2.1-only", "required", False),
        ("LGPL-2.1-only", "excluded", True),
        ("AGPL-3.0-only", "excluded", False),
        ("", "excluded", False),
    ],
)
def test_a_licence_is_allowed_by_where_its_package_goes(licence: str, scope: str, fine: bool) -> None:
    found = list(licence_findings([replace(PACKAGE, licence=licence, scope=scope)]))

    assert (found == []) is fine


def test_what_is_shipped_needs_no_more_than_to_be_named() -> None:
    assert SHIPPED_LICENCES < BUILDING_LICENCES
    assert not any(permits(one, SHIPPED_LICENCES) for one in ("GPL-3.0-only", "SSPL-1.0", "AGPL-3.0-only"))


@pytest.mark.parametrize(
    ("version", "hit"),
    [
        ("1.4.9", False),
        ("1.5.0", True),
        ("2.3.9", True),
        ("2.4.0rc1", True),
        ("2.4.0", False),
        ("10.0", False),
    ],
)
def test_a_version_is_hit_from_where_a_weakness_came_to_where_it_was_mended(version: str, hit: bool) -> None:
    known = snapshot([{"introduced": "1.5.0"}, {"fixed": "2.4"}])
    found = list(advisories.advisory_findings(known, [replace(PACKAGE, version=version)]))

    assert bool(found) is hit
    assert not hit or "PYSEC-1 CVE-1" in str(found[0])


def test_a_weakness_may_come_twice_end_with_a_version_or_name_versions() -> None:
    twice = snapshot([{"introduced": "0"}, {"fixed": "1.26"}, {"introduced": "2.0"}, {"fixed": "2.0.7"}])
    last = snapshot([{"introduced": "0"}, {"last_affected": "2.0"}])
    listed = snapshot(versions=["2.10.1"], ranges=[])

    def hit(known: advisories.Snapshot, version: str) -> bool:
        return bool(list(advisories.advisory_findings(known, [replace(PACKAGE, version=version)])))

    assert [hit(twice, one) for one in ("1.25", "1.26", "2.0.6", "2.0.7")] == [True, False, True, False]
    assert [hit(last, one) for one in ("2.0", "2.0.1")] == [True, False]
    assert [hit(listed, one) for one in ("2.10.1", "2.10.2")] == [True, False]


def test_a_package_of_the_same_name_elsewhere_is_another() -> None:
    known = snapshot([{"introduced": "0"}])

    assert list(advisories.advisory_findings(known, [replace(PACKAGE, ecosystem="npm")])) == []


def test_a_hit_makes_the_command_fail_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    monkeypatch.setattr(check.advisories, "read", lambda: snapshot([{"introduced": "0"}]))

    assert main(["check"]) == 1
    assert (
        "requirements.lock pyjwt 2.10.1: PYSEC-1 CVE-1: bad (fixed in no version)" in capsys.readouterr().out
    )


def test_the_command_says_how_old_its_snapshot_is_and_how_much_is_in_it() -> None:
    known = replace(snapshot(), as_of=date(2026, 10, 1), complete=False)
    said = advisories.said_of(known, packages(), TODAY)

    assert "as of 2026-10-01, 57 days ago" in said
    assert "1 of " in said
    assert "not all that is known" in said
    assert "OLD" in said
    assert "OLD" not in advisories.said_of(replace(known, as_of=TODAY), packages(), TODAY)


def test_what_cannot_be_asked_leaves_the_snapshot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = advisories.FILE.read_bytes()
    monkeypatch.setattr(advisories, "SERVICE", "http://127.0.0.1:9/")

    assert main(["renew"]) == 2
    assert advisories.FILE.read_bytes() == before
    assert "stays as it was" in capsys.readouterr().err


def test_a_renewed_snapshot_holds_what_was_answered_and_no_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = {
        "querybatch": {"results": [{"vulns": [{"id": "PYSEC-1"}]}, {}]},
        "vulns/PYSEC-1": snapshot([{"introduced": "0"}]).advisories[0] | {"details": "long", "modified": "m"},
    }
    monkeypatch.setattr(advisories, "_ask", lambda what, body=None: told[what])
    two = [PACKAGE, replace(PACKAGE, name="six", version="1.17.0")]
    renewed = advisories.renew(two, TODAY, tmp_path / "kept.json")

    assert (renewed.as_of, renewed.complete, renewed.asked) == (TODAY, True, {"pyjwt", "six"})
    assert "details" not in renewed.advisories[0]
    assert len(list(advisories.advisory_findings(renewed, two))) == 1


@pytest.mark.parametrize("answers", [{"results": []}, {"results": [{}]}])
def test_half_an_answer_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: dict[str, Any]
) -> None:
    monkeypatch.setattr(advisories, "_ask", lambda what, body=None: answers)
    with pytest.raises(advisories.NoAnswer):
        advisories.renew([PACKAGE, PACKAGE], TODAY, tmp_path / "kept.json")
    assert not (tmp_path / "kept.json").exists()
