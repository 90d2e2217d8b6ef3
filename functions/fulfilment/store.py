"""The Fulfilments table: one item an order, key `order_id`, and one that tells when a warehouse was heard.

Tokens and decision are attributes of that one item, each written by an update that returns all of it: whoever
of them writes last sees both and answers the tokens. Who was first is decided by the condition on
`decision`, never by a token.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from functions.fulfilment.fulfilment import Fulfilment, Instruction, PackingDecision, PackingOutcome
from functions.fulfilment.writes import LABEL, TABLE, key
from functions.shared import clock, tokens
from functions.shared.items import Aside, optional, quantities, read_each, reader, value, word
from functions.shared.table import ConditionRefused, batch_get, get, scan, write
from functions.shared.write import Item, Write

WAREHOUSE = "#warehouse"
"""No order's id."""
HEARD_EVERY = timedelta(seconds=10)
_ASKED = "#told = if_not_exists(#told, :wait), #asked_at = :at"
_heard: dict[str, datetime] = {}


class AlreadyDecided(Exception):
    """Somebody was first. `fulfilment` is what stands there."""

    def __init__(self, fulfilment: Fulfilment) -> None:
        super().__init__(f"{fulfilment.order_id} is {fulfilment.outcome}")
        self.fulfilment = fulfilment


class TokenOutdated(Exception):
    """A later execution waits already: this token is of one that has ended."""


def load(order_id: str) -> Fulfilment:
    """What is known; nothing yet is a fulfilment without anything."""
    item = get(TABLE, key(order_id))
    return _fulfilment(item) if item else Fulfilment(order_id)


def load_many(order_ids: Sequence[str]) -> dict[str, Fulfilment]:
    """Those that exist, by order, read consistently. Raises Unreadable."""
    items = batch_get(TABLE, [key(order_id) for order_id in order_ids], consistent=True)
    return {one.order_id: one for one in map(_fulfilment, items)}


def load_all(aside: Aside | None = None) -> Iterator[Fulfilment]:
    """Every fulfilment, by a scan: for audits, not for requests. Those that cannot be read go `aside`."""
    of_orders = (item for item in scan(TABLE) if item["order_id"] != WAREHOUSE)
    return read_each(of_orders, _fulfilment, lambda item: str(item["order_id"]), aside)


def hear(now: datetime) -> None:
    """A warehouse gave a sign of life, about whichever order. Who heard one just now need not write it again:
    each process does so every ten seconds at most."""
    last = _heard.get(WAREHOUSE)
    if last is not None and last <= now < last + HEARD_EVERY:
        return
    heard = {"at": clock.timestamp(now)}
    unheard = "attribute_not_exists(#heard_at) OR #heard_at < :at"
    with suppress(ConditionRefused):
        write(
            Write.update(TABLE, LABEL, key(WAREHOUSE), "SET #heard_at = :at", condition=unheard, values=heard)
        )
    _heard[WAREHOUSE] = now


def heard_at() -> str:
    """When a warehouse last gave a sign of life (RFC 3339), ten seconds more or less; empty for never."""
    item = get(TABLE, key(WAREHOUSE))
    return value(item, "heard_at", str) if item else ""


def keep_token(order_id: str, task_token: str, run: int, at: str) -> Fulfilment:
    """Keep the token of the order's `run`-th execution, with those of the same run that were kept before:
    from now on the warehouse is owed a last word. The fulfilment as it now stands. Raises TokenOutdated: a
    message that was kept for long must not take the place of a newer one."""
    first = _keep(
        order_id,
        "attribute_not_exists(#run) OR #run < :run",
        f"SET #run = :run, #task_tokens = :new_tokens, {_ASKED} REMOVE #task_token",
        {"run": run, "new_tokens": [task_token], "wait": Instruction.WAIT, "at": at},
    )
    again = _keep(
        order_id,
        "#run = :run",
        f"SET {tokens.keep()}, {_ASKED}",
        {"run": run, "wait": Instruction.WAIT, "at": at, **tokens.values_of_keep(task_token)},
    )
    for change in (first, again):
        with suppress(ConditionRefused):
            return _fulfilment(write(change))
    raise TokenOutdated(order_id)


def note_told(order_id: str, word: Instruction) -> None:
    """The warehouse's last word was sent. Again is fine."""
    change = Write.update(
        TABLE,
        LABEL,
        key(order_id),
        "SET #told = :word",
        condition="attribute_exists(#run)",
        values={"word": word},
    )
    write(change)


def _keep(order_id: str, condition: str, update: str, values: Item) -> Write:
    return Write.update(TABLE, LABEL, key(order_id), update, condition=condition, values=values)


def decide(order_id: str, decision: PackingDecision, at: str) -> Fulfilment:
    """Decide, if nobody has; the fulfilment as it now stands. Raises AlreadyDecided."""
    change = Write.update(
        TABLE,
        LABEL,
        key(order_id),
        "SET #decision = :decision, #lines = :lines, #why = :why, #decided_at = :at",
        condition="attribute_not_exists(#decision)",
        values={"decision": decision.outcome, "lines": decision.lines, "why": decision.why, "at": at},
    )
    try:
        return _fulfilment(write(change))
    except ConditionRefused as refused:
        raise AlreadyDecided(_fulfilment(refused.refused[LABEL] or {"order_id": order_id})) from refused


@reader
def _fulfilment(item: Item) -> Fulfilment:
    """Raises Unreadable."""
    return Fulfilment(
        order_id=item["order_id"],
        pack_by=optional(item, "pack_by", str),
        decision=_decision(item),
        decided_at=optional(item, "decided_at", str),
        run=optional(item, "run", int) or 0,
        task_tokens=tokens.kept(item),
        asked_at=optional(item, "asked_at", str),
        told=word(item, "told", Instruction) if "told" in item else None,
    )


def _decision(item: Item) -> PackingDecision | None:
    if "decision" not in item:
        return None
    lines, why = quantities(item, "lines"), optional(item, "why", str)
    return PackingDecision(word(item, "decision", PackingOutcome), lines, why or "")
