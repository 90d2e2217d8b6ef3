"""The tables as the template has them: keys and indexes, by the name that a call uses."""

from dataclasses import dataclass

from bench.units import Index, Item
from harness.template import Resource, Template


@dataclass(frozen=True)
class Table:
    name: str
    keys: tuple[str, ...]
    indexes: tuple[Index, ...]

    def key_of(self, item: Item) -> Item:
        return {name: item[name] for name in self.keys}


def read_tables(template: Template) -> dict[str, Table]:
    """By their names in AWS; `Table.name` is what people call them."""
    return {table.name: _table(table) for table in template.tables.values()}


def _table(table: Resource) -> Table:
    keys = tuple(part["AttributeName"] for part in table.properties["KeySchema"])
    described = table.properties.get("GlobalSecondaryIndexes", [])
    return Table(table.construct, keys, tuple(_index(one, keys) for one in described))


def _index(described: dict[str, object], table_keys: tuple[str, ...]) -> Index:
    schema, projection = described["KeySchema"], described["Projection"]
    assert isinstance(schema, list)  # noqa: S101 - a template is a JSON of Anys
    assert isinstance(projection, dict)  # noqa: S101 - as above
    keys = frozenset(part["AttributeName"] for part in schema)
    copied: frozenset[str] | None = keys | frozenset(table_keys)
    if projection["ProjectionType"] == "ALL":
        copied = None
    elif copied is not None:
        copied |= frozenset(projection.get("NonKeyAttributes", []))
    return Index(str(described["IndexName"]), keys, copied)
