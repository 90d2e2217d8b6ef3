"""Tell EventBridge again what happened in a span of time, from the orders' logs: the stream keeps its
records for a day, the logs keep their events for ever."""

from collections.abc import Iterator, Sequence

from functions.order import store
from functions.order.writes import EVENT
from functions.relay.bus import News, publish

CHUNK = 500


def replay_events(spans: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """How many events of these spans (first and last moment, RFC 3339, both included) were told, and how many
    EventBridge would not take. Consumers meet an event again by its order and number."""
    told, left = 0, 0
    chunk: list[News] = []
    for news in _happened(spans):
        chunk.append(news)
        if len(chunk) == CHUNK:
            told, left = told + len(chunk), left + len(publish(chunk))
            chunk = []
    return told + len(chunk), left + len(publish(chunk))


def _happened(spans: Sequence[tuple[str, str]]) -> Iterator[News]:
    for order_id, items in store.load_all_items():
        for item in items:
            if item["item"].startswith(EVENT) and any(a <= item["at"] <= z for a, z in spans):
                yield News("", order_id, store.event_from(item))
