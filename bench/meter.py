"""A meter of own CPU: what handlers take of their thread, without what emulators do in the same one."""

import io
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from moto.core.botocore_stubber import BotocoreStubber

from bench.observing import POOL, lines_to
from bench.relaying import RELAY
from harness.invocation import Invocation

Samples = dict[str, list[float]]


class Meter:
    """CPU of a thread while it runs a handler, less what emulated AWS and nested invocations took of it."""

    def __init__(self) -> None:
        self.samples: Samples = defaultdict(list)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._pool = 0.0

    @contextmanager
    def measuring(self) -> Iterator[None]:
        run, emulate = Invocation.run, BotocoreStubber.process_request

        def measured(invocation: Invocation) -> Any:
            self._pool = 0.0 if invocation.name == RELAY else self._pool
            outcome, spent = self._apart(lambda: run(invocation))
            if invocation.name == RELAY:
                spent += self._pool
            with self._lock:
                self.samples[invocation.name].append(1000 * spent)
            return outcome

        def emulated(stubber: BotocoreStubber, request: Any) -> Any:
            answer, _ = self._apart(lambda: emulate(stubber, request))
            return answer

        call = BaseClient._make_api_call

        def called(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if not threading.current_thread().name.startswith(POOL):
                return call(client, operation, params)
            answer, spent = self._apart(lambda: call(client, operation, params))
            with self._lock:
                self._pool += spent
            return answer

        with ExitStack() as stack:
            stack.enter_context(lines_to(io.StringIO()))
            stack.enter_context(patch.object(BaseClient, "_make_api_call", called))
            stack.enter_context(patch.object(Invocation, "run", measured))
            stack.enter_context(patch.object(BotocoreStubber, "process_request", emulated))
            yield

    def _apart(self, work: Callable[[], Any]) -> tuple[Any, float]:
        """Its result and its own CPU seconds; whatever is around it does not count them."""
        around = getattr(self._local, "apart", 0.0)
        self._local.apart = 0.0
        began = time.thread_time()
        result = work()
        whole = time.thread_time() - began
        own = whole - self._local.apart
        self._local.apart = around + whole
        return result, own
