"""Migrations of what is stored: each stands between a release that reads old and new, and one that reads the
new alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from functions.operator import migrations_store
from functions.order import uncounted_store
from functions.shared.write import Item

SHOWN = 20


@dataclass(frozen=True)
class Migration:
    """`page` finds who is not migrated yet, a page of the table at a time; `change` migrates one, by a
    conditional write. Both may be repeated, and run beside traffic."""

    tells: str
    page: Callable[[Item | None], tuple[list[str], Item | None]]
    change: Callable[[str], None]


MIGRATIONS = {
    "count-charges": Migration(
        "orders' heads say what was charged and refunded", uncounted_store.page, uncounted_store.fill_in
    ),
}


CONTRACTED: tuple[str, ...] = ()
"""Migrations whose old way of reading this release has taken out: `make deploy` refuses while one of them is
outstanding in the shop that it would be deployed to."""


@dataclass
class Report:
    """`left` are those that could not be migrated, with why."""

    pages: int = 0
    changed: int = 0
    left: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        some = dict(islice(self.left.items(), SHOWN))
        return {"pages": self.pages, "changed": self.changed, "left": len(self.left), "because": some}


def migrate(name: str, say: Callable[[str], None]) -> Report:
    """Go on where an earlier run stopped, to the end of the table. Who cannot be migrated is left, and named:
    a further run meets it again."""
    migration, report = MIGRATIONS[name], Report()
    for found, after in _pages(migration, migrations_store.place(name)):
        for one in found:
            _change(migration, one, report)
        report.pages += 1
        migrations_store.keep_place(name, after)
        say(f"{name}: {report.pages} pages, {report.changed} changed, {len(report.left)} left")
    return report


def outstanding(name: str) -> int:
    """How many are not migrated yet, by a look at all."""
    return sum(len(found) for found, _after in _pages(MIGRATIONS[name], None))


def _pages(migration: Migration, start: Item | None) -> Iterator[tuple[list[str], Item | None]]:
    found, after = migration.page(start)
    yield found, after
    while after is not None:
        found, after = migration.page(after)
        yield found, after


def _change(migration: Migration, one: str, report: Report) -> None:
    try:
        migration.change(one)
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one, the others go on
        report.left[one] = f"{type(broken).__name__}: {broken}"
    else:
        report.changed += 1
