"""Watches the shipped handlers at work: every call to AWS as it will be charged, every line logged."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from moto.dynamodb.models import dynamodb_backends

from bench.charging import PAGES, WRITES, Call, Touched, charge, charge_page, keys, wanted
from bench.tables import read_tables
from bench.units import Item
from functions.shared.observe import logger
from harness.invocation import Invocation, current
from harness.moto.world import World
from harness.template import ACCOUNT, REGION

POOL = "ThreadPoolExecutor"


@dataclass
class Work:
    """What one invocation did, in order: calls to AWS, the provider's apart, and lines written to its log."""

    invocation: Invocation
    calls: list[Call] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class Observer:
    """`works` are the invocations since it began, in the order in which each first did something."""

    def __init__(self, world: World) -> None:
        self._runner = world.runner
        self._tables = read_tables(world.cloud.template)
        self._lock = threading.Lock()
        self._works: list[Work] = []

    def works(self) -> list[Work]:
        """Those of a handler that neither called nor logged are missing."""
        return list(self._works)

    def work(self) -> Work | None:
        """That of the invocation which this thread works for; None for a thread of the bench itself."""
        invocation = current() or self._helped()
        if invocation is None:
            return None
        with self._lock:
            for known in self._works:
                if known.invocation is invocation:
                    return known
            self._works.append(Work(invocation))
            return self._works[-1]

    def _helped(self) -> Invocation | None:
        """A thread of a handler's own pool works for the invocation that began last and goes on."""
        if not threading.current_thread().name.startswith(POOL):
            return None
        return next((one for one in reversed(self._runner.invocations) if one.outcome is None), None)

    @contextmanager
    def watching(self) -> Iterator[None]:
        make_api_call = BaseClient._make_api_call

        def observed(client: Any, operation: str, params: dict[str, Any]) -> Any:
            work = self.work()
            if work is None:
                return make_api_call(client, operation, params)
            before = self._stored(operation, params)
            answer: dict[str, Any] | None = None
            try:
                answer = make_api_call(client, operation, params)
            finally:
                work.calls.append(self._charged(operation, params, before, answer))
            return answer

        with ExitStack() as stack:
            stack.enter_context(patch.object(BaseClient, "_make_api_call", observed))
            stack.enter_context(lines_to(_Written(self)))
            yield

    def _charged(
        self,
        operation: str,
        params: dict[str, Any],
        before: list[Item | None],
        answer: dict[str, Any] | None,
    ) -> Call:
        if operation in PAGES:
            return charge_page(operation, params, (answer or {}).get("Items", []), self._tables)
        named = keys(operation, params, self._tables)
        after = self._stored(operation, params)
        refused = answer is None and operation in WRITES
        puts = wanted(operation, params) if refused else [None] * len(named)
        touched = [
            Touched(self._tables[name], *states)
            for (name, _), states in zip(named, zip(before, after, puts, strict=True), strict=True)
        ]
        return charge(operation, params, touched)

    def _stored(self, operation: str, params: dict[str, Any]) -> list[Item | None]:
        """Past the handlers' own clients, which would take it for a call of theirs."""
        backend = dynamodb_backends[ACCOUNT][REGION]
        found = [backend.get_item(name, dict(key)) for name, key in keys(operation, params, self._tables)]
        return [item.to_json()["Attributes"] if item is not None else None for item in found]


@contextmanager
def lines_to(written: Any) -> Iterator[None]:
    """The logger writes to its handler's stream, metrics are printed: both go to the function's log."""
    handlers = [one for one in logger.handlers if isinstance(one, logging.StreamHandler)]
    assert handlers, "the logger has no stream of its own any more"  # noqa: S101 - or nothing would be counted
    streams = [one.setStream(written) for one in handlers]
    try:
        with patch.object(sys, "stdout", written):
            yield
    finally:
        for handler, stream in zip(handlers, streams, strict=True):
            handler.setStream(stream)


class _Written:
    """A stdout that gives each function its own lines; what the bench prints goes where it always went."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._real = sys.stdout

    def write(self, text: str) -> int:
        work = self._observer.work()
        if work is None:
            return self._real.write(text)
        work.lines += [line for line in text.splitlines() if line]
        return len(text)

    def flush(self) -> None:
        self._real.flush()
