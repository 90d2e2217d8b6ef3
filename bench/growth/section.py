"""The section of docs/performance.md on growth, made of what `python -m bench.growth` kept."""

from bench.growth.kept import Found, Row, grown, read_kept
from bench.markdown import table

_HOW = """\
## Growth

The same is done in shops of three sizes: a purchase to COMPLETED and its return, a cancelled checkout, and
all that customers, schedules and operators look at. The orders that a shop has already are real items in all
tables, copies of an order that was delivered, of one that was cancelled and of one that is being packed; the
store makes each when it is read, so a million of them cost no memory. Half of all orders are one owner's.
Every call is charged as in the bill; bytes are those of the items that it read or wrote. Counted: the same in
every run and on every machine."""

_SCANS = """\
What grows by nature, and is no customer's call: `audit`, `rebuild-views` and `count-stock` read whole tables,
by order of an operator. Reconcile's daily run reads all payment records, page by page and in parts; its
short run, every hour, looks at what the provider made of late. `sales` reads the orders of a day.
`list-returns` reads when each open order and return is due, so it grows with what is open and not with what
was ever sold; the job that measures reads the keys of an hour's orders; the sweep reads what is overdue, and
looks after 200 a run."""


def section() -> str:
    """The section."""
    found = read_kept()
    more = grown(found)
    flat = "Calls, units and bytes are the same in all of them, to the byte." if not more else "\n".join(more)
    return "\n\n".join(
        [
            _HOW,
            _sizes(found),
            f"**{flat}**",
            _rows(found[0].rows),
            _SCANS,
            "Repeat: `python -m bench.growth`.",
        ]
    )


def _sizes(found: list[Found]) -> str:
    cells = [
        [
            f"{one.orders:,}",
            f"{one.items:,}",
            f"{one.owned:,}",
            str(sum(len(row.calls) for row in one.rows)),
            str(sum(row.item_bytes for row in one.rows)),
        ]
        for one in found
    ]
    head = [
        "orders",
        "their items",
        "orders of one owner",
        "calls to AWS of all that is done",
        "bytes of items",
    ]
    return table(head, cells)


def _rows(rows: list[Row]) -> str:
    cells = [
        [
            row.asked,
            row.function,
            str(len(row.calls)),
            row.writes,
            row.reads,
            str(row.item_bytes),
            str(row.answered or ""),
        ]
        for row in rows
    ]
    head = ["asked", "function", "calls", "write units", "read units", "bytes of items", "bytes answered"]
    return table(head, cells)
