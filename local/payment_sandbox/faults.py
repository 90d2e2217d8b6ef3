"""Faults to order: the next N calls of an operation suffer. Kept in the database, with their count."""

from dataclasses import dataclass
from typing import Any

from local.payment_sandbox.database import Database

_CALL_FAULTS = ("error_500", "timeout_before", "timeout_after", "declined", "delay")
_WEBHOOK_FAULTS = ("drop", "duplicate", "delay")
SHORT_HOLD = "short_hold"
ALLOWED = {
    "create": _CALL_FAULTS,
    "confirm": (*_CALL_FAULTS, SHORT_HOLD),
    "capture": _CALL_FAULTS,
    "cancel": _CALL_FAULTS,
    "refund": _CALL_FAULTS,
    "webhook": _WEBHOOK_FAULTS,
}
_MAX_TIMES = 10_000


class BadOrder(Exception):
    """The order cannot be taken; the message says what to change."""


@dataclass(frozen=True)
class FaultOrder:
    operation: str
    fault: str
    times: int

    @classmethod
    def read(cls, order: Any) -> "FaultOrder":
        if not isinstance(order, dict):
            raise BadOrder(
                'Send a JSON object like {"operation": "confirm", "fault": "error_500", "times": 1}.'
            )
        unknown = sorted(set(order) - {"operation", "fault", "times"})
        if unknown:
            raise BadOrder(f"Leave out {', '.join(unknown)}: only operation, fault and times are known.")
        operation, fault, times = order.get("operation"), order.get("fault"), order.get("times", 1)
        if not isinstance(operation, str) or operation not in ALLOWED:
            raise BadOrder(f"Set operation to one of {', '.join(ALLOWED)}.")
        if not isinstance(fault, str) or fault not in ALLOWED[operation]:
            raise BadOrder(
                f"Set fault to one of {', '.join(ALLOWED[operation])} for the operation {operation}."
            )
        if type(times) is not int or not 1 <= times <= _MAX_TIMES:
            raise BadOrder(f"Set times to a whole number from 1 to {_MAX_TIMES}.")
        return cls(operation, fault, times)


class Faults:
    def __init__(self, database: Database) -> None:
        self._connection = database.connection

    def order(self, order: FaultOrder) -> dict[str, Any]:
        cursor = self._connection.execute(
            "INSERT INTO faults (operation, fault, times) VALUES (?, ?, ?)",
            (order.operation, order.fault, order.times),
        )
        return next(fault for fault in self.ordered() if fault["id"] == cursor.lastrowid)

    def ordered(self) -> list[dict[str, Any]]:
        """All since the last clearing, spent ones included, so that a test can see that its fault fired."""
        rows = self._connection.execute("SELECT * FROM faults ORDER BY id").fetchall()
        return [{**dict(row), "pending": row["times"] - row["fired"]} for row in rows]

    def clear(self) -> int:
        return self._connection.execute("DELETE FROM faults").rowcount

    def clear_one(self, fault_id: str) -> int:
        return self._connection.execute("DELETE FROM faults WHERE CAST(id AS TEXT) = ?", (fault_id,)).rowcount

    def take(self, operation: str) -> str | None:
        """The fault that this call is to suffer, oldest order first; it counts as fired."""
        rows = self._connection.execute(
            "UPDATE faults SET fired = fired + 1 WHERE id = (SELECT id FROM faults WHERE operation = ?"
            " AND fired < times ORDER BY id LIMIT 1) RETURNING fault",
            (operation,),
        ).fetchall()
        return str(rows[0]["fault"]) if rows else None
