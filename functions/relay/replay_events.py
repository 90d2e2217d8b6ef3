"""Tell EventBridge again what happened in a span of time, from the orders' logs: the stream keeps its
records for a day, the logs keep their events for ever."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from functions.order import store
from functions.order.keys import EVENT
from functions.relay.bus import News, publish
from functions.shared.items import describe, value
from functions.shared.observe import count, logger
from functions.shared.write import Item

CHUNK = 500


@dataclass
class Replayed:
    """`told` events went out, `left` EventBridge would not take; `unreadable` names orders with an event that
    cannot be read, which may have happened in these spans."""

    told: int = 0
    left: int = 0
    unreadable: list[str] = field(default_factory=list)


def replay_events(spans: Sequence[tuple[str, str]]) -> Replayed:
    """Tell the events of these spans (first and last moment, RFC 3339, both included). Consumers meet an
    event again by its order and number."""
    done = Replayed()
    chunk: list[News] = []
    for news in _happened(spans, done):
        chunk.append(news)
        if len(chunk) == CHUNK:
            _tell(chunk, done)
            chunk = []
    _tell(chunk, done)
    return done


def _tell(chunk: Sequence[News], done: Replayed) -> None:
    done.told += len(chunk)
    done.left += len(publish(chunk))


def _happened(spans: Sequence[tuple[str, str]], done: Replayed) -> Iterator[News]:
    for order_id, items in store.load_all_items():
        for item in items:
            try:
                news = _news(order_id, item, spans)
            except Exception as broken:  # noqa: BLE001 - whatever is wrong with one event, the others go on
                logger.error("event not understood", extra={"order_id": order_id, "error": describe(broken)})
                count("RecordsNotUnderstood")
                if order_id not in done.unreadable:
                    done.unreadable.append(order_id)
                continue
            if news:
                yield news


def _news(order_id: str, item: Item, spans: Sequence[tuple[str, str]]) -> News | None:
    """None for what is no event of these spans."""
    if not item["item"].startswith(EVENT):
        return None
    at = value(item, "at", str)
    return News("", order_id, store.event_from(item)) if any(a <= at <= z for a, z in spans) else None
