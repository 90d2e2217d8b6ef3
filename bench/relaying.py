"""The stream of the Orders table as a quiet shop sees it: one order's events, and nobody else's.

The relay is told of them in the batches in which Lambda's batching window would bring them, so which events
share an invocation follows from how much time lies between them.

The rows "to CONFIRMED" end with CONFIRMED: in them the relay is counted without beginning the fulfilment,
which is in the rows "to COMPLETED".
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

from functions.relay import relay_records
from functions.shared.observe import logger
from functions.shared.write import unpack
from harness.invocation import Invocation, current
from harness.moto.world import World
from harness.stream import record

STEP_KEYS = ("order_id", "step")
RELAY = "Relay"


@dataclass
class Stream:
    """`batches` are the numbers of events to wait for before the relay is told; without, it is told at once.
    It begins what is to be fulfilled only if it `begins`. `appended_by` names the invocation behind each
    event."""

    world: World
    batches: Sequence[int] = ()
    begins: bool = False
    appended_by: list[Invocation] = field(default_factory=list)
    _waiting: list[dict[str, Any]] = field(default_factory=list)
    _told: int = 0
    _telling: bool = False

    @contextmanager
    def relayed(self) -> Iterator[None]:
        make_api_call = BaseClient._make_api_call

        def relayed(client: Any, operation: str, params: dict[str, Any]) -> Any:
            answer = make_api_call(client, operation, params)
            for item in _appended(operation, params):
                self._append(item)
            return answer

        with ExitStack() as stack:
            stack.enter_context(patch.object(BaseClient, "_make_api_call", relayed))
            if not self.begins:
                stack.enter_context(patch.object(relay_records, "begin_fulfilments", lambda _news: []))
            yield
        assert not self._waiting, "events were never relayed"  # noqa: S101 - or less would be counted

    def _append(self, item: dict[str, Any]) -> None:
        author = current()
        assert author, "an event that no function appended"  # noqa: S101 - as above
        self.appended_by.append(author)
        self._waiting.append(record(item, len(self.appended_by)))
        if self._telling:
            return  # what the relay itself appends it is told of next
        self._telling = True
        while self._waiting and len(self._waiting) >= self._wanted():
            self._tell()
        self._telling = False

    def _wanted(self) -> int:
        return self.batches[self._told] if self._told < len(self.batches) else 1

    def _tell(self) -> None:
        records, self._waiting = self._waiting, []
        self._told += 1
        with a_logger_of_its_own():
            outcome = self.world.invoke(RELAY, {"Records": records})
        assert outcome.answer == {"batchItemFailures": []}, outcome  # noqa: S101 - as above


def batched(moments: Sequence[int], window: int) -> list[int]:
    """Sizes of the batches of events that come at these times, in milliseconds: a batch is closed a window
    after its first."""
    sizes: list[int] = []
    closes = -1
    for moment in moments:
        if moment > closes or not window:
            sizes.append(0)
            closes = moment + window
        sizes[-1] += 1
    return sizes


@contextmanager
def a_logger_of_its_own() -> Iterator[None]:
    """A process that is no step's does not know the keys that a step gave to the logger of its own."""
    keys = {name: value for name, value in logger.get_current_keys().items() if name in STEP_KEYS}
    logger.remove_keys(list(keys))
    yield
    logger.append_keys(**keys)


def _appended(operation: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    if operation != "TransactWriteItems":
        return []
    puts = [unpack(entry["Put"]["Item"]) for entry in params["TransactItems"] if "Put" in entry]
    return [item for item in puts if str(item.get("item", "")).startswith("event#")]
