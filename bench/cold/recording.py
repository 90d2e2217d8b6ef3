"""A real first invocation of every function: its event, and what AWS and the payment provider answered it.

The shop of the tests plays its stories on emulated AWS, every process fresh; of each function the first
invocation that went well is kept, with each answer as it came over the wire. A process of that function,
started elsewhere with the same event, asks the same questions and can be given the same answers (stub.py).
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from moto.core.botocore_stubber import BotocoreStubber

from bench.cold.stories import tell_all
from bench.cold.wire import PROVIDER, Answered, asked
from bench.observing import POOL
from functions.payment.stripe.kept_connections import KeptConnections
from harness.invocation import Invocation, current
from harness.moto.shortcuts import HANDLERS
from harness.moto.world import World


@dataclass(frozen=True)
class Recorded:
    """The first invocation of a function, which may take so many seconds; `answer` is what it came to."""

    function: str
    handler: str
    environment: dict[str, str]
    event: Any
    answer: Any
    answered: tuple[Answered, ...]
    seconds: int = 60


@dataclass
class _Recorder:
    world: World
    answered: dict[int, tuple[Invocation, list[Answered]]] = field(default_factory=dict)
    found: dict[str, Recorded] = field(default_factory=dict)

    @contextmanager
    def listening(self) -> Iterator[None]:
        process, request, run = (
            BotocoreStubber.process_request,
            KeptConnections.request,
            Invocation.run,
        )

        def aws(stubber: Any, sent: Any) -> Any:
            answer = process(stubber, sent)
            assert answer is not None, sent.url  # noqa: S101 - nothing may leave the emulated AWS
            status, headers, body = answer
            key = asked(sent.method, dict(sent.headers), _bytes(sent.body), urlsplit(sent.url).path)
            self._note(Answered(key, status, _text(headers), _bytes(body)))
            return status, headers, body

        def provider(client: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            content, status, headers = request(client, method, url, *args, **kwargs)
            self._note(Answered(f"{PROVIDER} {method.upper()}", status, _text(headers), _bytes(content)))
            return content, status, headers

        def ran(invocation: Invocation) -> Any:
            outcome = run(invocation)
            if invocation.name not in self.found and _went_well(outcome):
                self.found[invocation.name] = self._recorded(invocation, outcome.answer)
            return outcome

        with (
            patch.dict(HANDLERS, clear=True),  # no short way past the wire
            patch.object(BotocoreStubber, "process_request", aws),
            patch.object(KeptConnections, "request", provider),
            patch.object(Invocation, "run", ran),
        ):
            yield

    def _recorded(self, one: Invocation, answer: Any) -> Recorded:
        return Recorded(
            function=one.name,
            handler=one.function.properties["Handler"],
            environment=dict(one.environment),
            event=json.loads(json.dumps(one.event)),
            answer=answer,
            answered=tuple(self._of(one)),
            seconds=one.function.properties["Timeout"],
        )

    def _note(self, answered: Answered) -> None:
        invocation = current() or self._helped()
        if invocation is not None:
            self._of(invocation).append(answered)

    def _of(self, invocation: Invocation) -> list[Answered]:
        """Kept with the invocation itself, whose id no other then gets."""
        return self.answered.setdefault(id(invocation), (invocation, []))[1]

    def _helped(self) -> Invocation | None:
        """A thread of a handler's own pool works for the invocation that began last and goes on."""
        if not threading.current_thread().name.startswith(POOL):
            return None
        return next((one for one in reversed(self.world.runner.invocations) if one.outcome is None), None)


def record(world: World) -> dict[str, Recorded]:
    """By function, all of the template's."""
    recorder = _Recorder(world)
    with recorder.listening():
        tell_all(world)
    missing = set(world.template.functions) - set(recorder.found)
    assert not missing, f"no story leads to {sorted(missing)}"  # noqa: S101 - or it would not be measured
    return recorder.found


def _went_well(outcome: Any) -> bool:
    answer = outcome.answer
    if isinstance(answer, dict) and "statusCode" in answer:
        return bool(answer["statusCode"] < HTTPStatus.BAD_REQUEST)
    return outcome.error is None


def _bytes(body: Any) -> bytes:
    if hasattr(body, "read"):
        return bytes(body.read())
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def _text(headers: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in dict(headers).items()}
