"""docs/state.md against what there is: tables, buckets and secrets have their rows, its tests are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.template import HASH, ROOT, Template

PAGE = ROOT / "docs" / "state.md"
KINDS = {
    "table": "AWS::DynamoDB::GlobalTable",
    "bucket": "AWS::S3::Bucket",
    "secret": "AWS::SecretsManager::Secret",
}
PLACE = re.compile(r"(table|bucket|secret) `(\w+)`")
TEST = re.compile(r"`(tests/[\w/]+\.py):(\w+)`")


def rows() -> list[list[str]]:
    table = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1:]]


def test_every_table_bucket_and_secret_is_somebodys_state_and_told_once(behind_cloudfront: Template) -> None:
    kinds = {name: kind for kind, name in KINDS.items()}
    there = [
        (kinds[one["Type"]], HASH.sub("", name))
        for stack in behind_cloudfront.stacks.values()
        for name, one in stack["Resources"].items()
        if one["Type"] in kinds
    ]

    assert sorted(place for row in rows() for place in PLACE.findall(row[2])) == sorted(there)


def test_each_kind_of_state_says_what_is_lost_and_how_that_was_tried() -> None:
    for row in rows():
        assert len(row) == 6, row
        assert all(row), row
        tried = row[5]
        assert TEST.fullmatch(tried) or tried == "the same" or tried.startswith("not tried"), row


def named() -> Iterator[tuple[str, str]]:
    yield from TEST.findall(PAGE.read_text())


@pytest.mark.parametrize(("file", "name"), sorted(set(named())))
def test_each_test_that_is_named_is_there(file: str, name: str) -> None:
    found = ast.parse(Path(ROOT, file).read_text()).body

    assert name in {one.name for one in found if isinstance(one, ast.FunctionDef)}
