"""Records what functions are asked and answered over their wires, so that they can be run again without
emulators: each invocation's event, and the answer to each request that it makes of AWS and the provider."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from botocore.client import BaseClient
from moto.core.botocore_stubber import BotocoreStubber

from bench.observing import POOL
from functions.payment.stripe.kept_connections import KeptConnections
from harness.invocation import Invocation, current
from harness.moto.world import World

TARGET = "x-amz-target"
MAKE_REQUEST = BaseClient._make_request
"""By botocore as it comes: the tests' world takes a shorter way, on which nothing looks like HTTP."""


@dataclass(frozen=True)
class Reply:
    """An answer as it went over the wire."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Recorded:
    """One invocation. `outcome` is its answer's HTTP status, its error's class, or nothing; `replies` are the
    answers to its own requests, by request_key, each list in order."""

    function: str
    event: Any
    environment: dict[str, str]
    context: dict[str, Any]
    handler: str
    outcome: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))

    @property
    def requests(self) -> int:
        return sum(map(len, self.replies.values()))


def request_key(method: str, path: str, headers: Mapping[str, str], body: bytes | str) -> str:
    """What requests that are answered alike have in common: the operation, the tables that it names and the
    key or the secret that it asks for; for services that are no RPC, and the provider, the method and how the
    path ends, since a bucket may stand in the path or in the host's name."""
    target = next((value for name, value in headers.items() if name.lower() == TARGET), "")
    if not target:
        return f"{method} {'/'.join(path.split('/')[-2:])}"
    asked = json.loads(body)
    named = [sorted(_tables(asked)), asked.get("Key"), asked.get("SecretId")]
    return f"{target} {json.dumps(named, sort_keys=True)}"


def outcome_of(answer: Any, error: str | None) -> str:
    status = answer.get("statusCode", "") if isinstance(answer, dict) else ""
    return error or str(status)


def _tables(asked: dict[str, Any]) -> Iterator[str]:
    if "TableName" in asked:
        yield asked["TableName"]
    yield from asked.get("RequestItems", {})
    for entry in asked.get("TransactItems", []):
        yield from (one["TableName"] for one in entry.values())


class Recorder:
    """`recorded` are the invocations since it began, in order."""

    def __init__(self, world: World) -> None:
        self._runner = world.runner
        self._known: list[tuple[Invocation, Recorded]] = []
        self._lock = threading.Lock()
        self._prefix = urlsplit(world.provider.api_base).path

    @property
    def recorded(self) -> list[Recorded]:
        return [recorded for _, recorded in self._known]

    @contextmanager
    def recording(self) -> Iterator[None]:
        run, emulate, request = Invocation.run, BotocoreStubber.process_request, KeptConnections.request

        def begun(invocation: Invocation) -> Any:
            with self._lock:
                self._known.append((invocation, _begin(invocation)))
                recorded = self._known[-1][1]
            outcome = run(invocation)
            recorded.outcome = outcome_of(outcome.answer, outcome.error)
            return outcome

        def emulated(stubber: BotocoreStubber, asked: Any) -> Any:
            answer: Any = emulate(stubber, asked)
            if answer is not None:
                key = request_key(
                    asked.method, urlsplit(asked.url).path, _text(asked.headers), asked.body or b""
                )
                status, headers, body = answer
                text = body.decode() if isinstance(body, bytes) else body
                self._note(key, Reply(status, {name: str(value) for name, value in headers.items()}, text))
            return answer

        def provided(client: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            content, status, headers = request(client, method, url, *args, **kwargs)
            key = request_key(method.upper(), urlsplit(url).path, {}, b"")
            self._note(key, Reply(status, dict(headers), content.decode()))
            return content, status, headers

        with ExitStack() as stack:
            stack.enter_context(patch.object(BaseClient, "_make_request", MAKE_REQUEST))
            stack.enter_context(patch.object(Invocation, "run", begun))
            stack.enter_context(patch.object(BotocoreStubber, "process_request", emulated))
            stack.enter_context(patch.object(KeptConnections, "request", provided))
            yield

    def _note(self, key: str, reply: Reply) -> None:
        invocation = current() or self._helped()
        with self._lock:
            for known, recorded in reversed(self._known):
                if known is invocation:
                    recorded.replies[key].append(reply)
                    return

    def _helped(self) -> Invocation | None:
        """A thread of a handler's own pool works for the invocation that began last and goes on."""
        if not threading.current_thread().name.startswith(POOL):
            return None
        return next((one for one in reversed(self._runner.invocations) if one.outcome is None), None)


def _begin(invocation: Invocation) -> Recorded:
    context = invocation.context
    return Recorded(
        function=invocation.name,
        event=json.loads(json.dumps(invocation.event)),
        environment=dict(invocation.environment),
        context={
            "function_name": context.function_name,
            "invoked_function_arn": context.invoked_function_arn,
            "memory_limit_in_mb": context.memory_limit_in_mb,
            "aws_request_id": context.aws_request_id,
        },
        handler=invocation.function.properties.get("Handler", ""),
    )


def _text(headers: Any) -> dict[str, str]:
    return {
        name: value.decode() if isinstance(value, bytes) else str(value) for name, value in headers.items()
    }
