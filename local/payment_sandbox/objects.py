"""Keeps Stripe's objects and lists them by time, newest first."""

import json
from dataclasses import dataclass
from typing import Any, TypeVar

from local.payment_sandbox.database import Database
from local.payment_sandbox.errors import invalid_request
from local.payment_sandbox.model import Stored
from local.payment_sandbox.params import Created, Params

T = TypeVar("T", bound=Stored)


@dataclass(frozen=True)
class Page:
    """Which part of a list: creation time, at most `limit` (1-100), a cursor, and columns that must match."""

    created: Created
    limit: int
    starting_after: str | None
    ending_before: str | None
    match: dict[str, str]

    @classmethod
    def read(cls, params: Params, columns: dict[str, str]) -> "Page":
        """`columns` maps the parameters by which this list may be filtered to columns of the table."""
        created = params.created()
        limit = params.integer("limit", 1, 100) or 10
        after, before = params.text("starting_after"), params.text("ending_before")
        if after is not None and before is not None:
            raise invalid_request(
                "You may only specify one of these parameters: starting_after, ending_before."
            )
        match = {
            column: value for name, column in columns.items() if (value := params.text(name)) is not None
        }
        return cls(created, limit, after, before, match)


class Objects:
    def __init__(self, database: Database) -> None:
        self._connection = database.connection

    def put(self, thing: Stored) -> None:
        """Inserts or replaces."""
        self._connection.execute(
            "INSERT INTO objects (id, kind, created, intent, charge, event_type, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (
                thing.id,
                type(thing).__name__,
                thing.created,
                getattr(thing, "payment_intent", None),
                getattr(thing, "charge", None),
                getattr(thing, "type", None),
                json.dumps(vars(thing)),
            ),
        )

    def get(self, kind: type[T], object_id: str) -> T | None:
        row = self._connection.execute(
            "SELECT body FROM objects WHERE id = ? AND kind = ?", (object_id, kind.__name__)
        ).fetchone()
        return None if row is None else kind(**json.loads(row["body"]))

    def of_charge(self, kind: type[T], charge_id: str) -> list[T]:
        """All that belong to a charge, the first first."""
        rows = self._connection.execute(
            "SELECT body FROM objects WHERE kind = ? AND charge = ? ORDER BY seq", (kind.__name__, charge_id)
        ).fetchall()
        return [kind(**json.loads(row["body"])) for row in rows]

    def page(self, kind: type[T], page: Page) -> tuple[list[T], bool]:
        """A page, newest first, and whether there is more in the direction of reading."""
        clauses = ["kind = ?", "created >= ?", "created <= ?"]
        values: list[Any] = [kind.__name__, page.created.since, page.created.until]
        for column, value in page.match.items():
            clauses.append(f"{column} = ?")
            values.append(value)
        backwards = page.ending_before is not None
        cursor = page.ending_before or page.starting_after
        if cursor is not None:
            clauses.append("(created, seq) > (?, ?)" if backwards else "(created, seq) < (?, ?)")
            values += self._position(kind, cursor, "ending_before" if backwards else "starting_after")
        order = "created, seq" if backwards else "created DESC, seq DESC"
        rows = self._connection.execute(
            f"SELECT body FROM objects WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT ?",  # noqa: S608 - constants of this module and column names given by our own routes
            [*values, page.limit + 1],
        ).fetchall()
        found = [kind(**json.loads(row["body"])) for row in rows[: page.limit]]
        return (found[::-1] if backwards else found), len(rows) > page.limit

    def _position(self, kind: type[T], object_id: str, param: str) -> tuple[int, int]:
        row = self._connection.execute(
            "SELECT created, seq FROM objects WHERE id = ? AND kind = ?", (object_id, kind.__name__)
        ).fetchone()
        if row is None:
            raise invalid_request(f"No such object: '{object_id}'", code="resource_missing", param=param)
        return row["created"], row["seq"]
