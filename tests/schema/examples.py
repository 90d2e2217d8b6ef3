"""Everything that a release stores, kept as files: each item of each table at the end of a real scenario.

The people in it are made up: Ada Lovelace orders pizza in Turin, as in all tests.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.moto.cloud import Cloud

FOLDER = Path(__file__).parent / "examples"
ENDING = ".json"
UNRELEASED = "unreleased"
"""The version that comes after all others."""
_SECRET = re.compile(r"_secret_\w+")
_IDS = re.compile(r"(?<![a-z])[a-z]{2,4}_[A-Za-z0-9]{6,}|[0-9a-f]{16,}|[0-9]+(?:[-:.TZ][0-9A-Z]+)*|arn:\S+")
"""Whatever differs from one item to the next of its kind: ids, hashes, numbers, times."""

Tables = dict[str, list[dict[str, Any]]]
"""Items as DynamoDB takes them, by the construct id of their table."""


@dataclass(frozen=True)
class Example:
    """`holds` are the provider's, as functions/payment/hold.py has them, at the same moment."""

    version: str
    scenario: str
    at: str
    tables: Tables
    holds: list[dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.version}/{self.scenario}"


def versions() -> list[str]:
    """The oldest first."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def paths() -> list[Path]:
    return [path for version in versions() for path in sorted((FOLDER / version).glob(f"*{ENDING}"))]


def read(path: Path) -> Example:
    told = json.loads(path.read_text())
    return Example(path.parent.name, path.name.removesuffix(ENDING), **told)


def write(example: Example) -> None:
    """Raises FileExistsError: what a release stored is a fact."""
    folder = FOLDER / example.version
    folder.mkdir(exist_ok=True)
    lines = [f'{{"at": {json.dumps(example.at)}, "holds": [', ",\n".join(map(_line, example.holds))]
    lines += ['], "tables": {', ",\n".join(map(_table, example.tables, example.tables.values())), "}}"]
    with (folder / f"{example.scenario}{ENDING}").open("x") as file:
        file.write(_SECRET.sub("_secret_of_nobody", "\n".join(line for line in lines if line) + "\n"))


def _table(name: str, items: list[dict[str, Any]]) -> str:
    rows = ",\n".join(map(_line, items))
    return f"{json.dumps(name)}: [\n{rows}\n]"


def _line(item: dict[str, Any]) -> str:
    """An item a line, so that a version can be compared with the next."""
    return json.dumps(item, sort_keys=True, separators=(",", ":"))


def stored(cloud: Cloud) -> Tables:
    """Every item of every table, in the order of their keys."""
    found: Tables = {}
    for name, table in cloud.template.tables.items():
        keys = [one["AttributeName"] for one in table.properties["KeySchema"]]
        items = cloud.dynamodb.scan(TableName=table.name)["Items"]
        found[name] = sorted(items, key=lambda item: [next(iter(item[key].values())) for key in keys])
    return {name: items for name, items in found.items() if items}


def attributes(tables: Tables) -> set[str]:
    """`Orders.delivered`, `Orders.data.lines` (of an event) and the like."""
    return {
        f"{table}.{name}"
        for table, items in tables.items()
        for item in items
        for name in (*item, *(f"data.{one}" for one in item.get("data", {}).get("M", {})))
    }


def kinds(tables: Tables) -> set[str]:
    """What kinds of items there are: by table, by the words in the key, by state and type, and by which
    attributes they have."""
    return {_kind(name, item) for name, items in tables.items() for item in items}


def _kind(table: str, item: dict[str, Any]) -> str:
    words = [
        f"{name}={_IDS.sub('*', next(iter(item[name].values())))}"
        for name in ("item", "type", "status", "state", "schema_version", "outcome")
        if name in item and isinstance(next(iter(item[name].values())), str)
    ]
    data = item.get("data", {}).get("M", {})
    attributes = [*item, *(f"data.{name}" for name in data)]
    return f"{table} {' '.join(words)} {' '.join(sorted(attributes))}"
