"""The edge hands on only so many requests at once; the others wait their turn or are told to come again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from local.front import app as front
from local.front.app import Behind, make_app, make_runner
from local.front.gate import Busy, Gate
from tests.local.test_front import running, session

MakeRunner = Callable[[Behind], web.AppRunner]
Told = tuple[int, dict[str, str], str]
"""Status, headers and text of an answer."""
AT_ONCE = 3
SOON = 300.0
"""How long what must happen is waited for; nothing is asserted about how long it takes."""


@dataclass
class SlowServer:
    """A server that answers nobody before it is told to. `arrived`: the paths, in the order of arrival."""

    arrived: list[str] = field(default_factory=list)
    most_at_once: int = 0
    _inside: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self._inside += 1
        self.most_at_once = max(self.most_at_once, self._inside)
        async with self._changed:
            self.arrived.append(request.path)
            self._changed.notify_all()
        await self._open.wait()
        self._inside -= 1
        return web.Response(text="done")

    def open(self) -> None:
        self._open.set()

    async def has_met(self, count: int) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: len(self.arrived) >= count), SOON)


@dataclass
class Scene:
    server: SlowServer
    base: str
    client: aiohttp.ClientSession
    gates: list[Gate]

    def sends(self, name: str) -> "asyncio.Task[Told]":
        async def sent() -> Told:
            async with self.client.get(f"{self.base}/api/{name}") as answer:
                return answer.status, dict(answer.headers), await answer.text()

        return asyncio.create_task(sent())

    async def is_full(self) -> "list[asyncio.Task[Told]]":
        """Once as many requests as may be are with the server, which answers none of them yet."""
        inside = [self.sends("inside") for _ in range(AT_ONCE)]
        await self.server.has_met(AT_ONCE)
        return inside

    async def waiting(self, count: int) -> None:
        """Returns once so many wait at the gate of the API."""
        async with asyncio.timeout(SOON):
            while self.gates[0].waiting != count:
                await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody loses patience, unless that is what a test is about."""
    monkeypatch.setattr(front, "API_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(front, "TURN_SECONDS", 3600.0)


def test_only_so_many_requests_are_with_the_api_at_once_and_all_are_answered(tmp_path: Path) -> None:
    async def story(scene: Scene) -> list[int]:
        sent = [scene.sends(str(number)) for number in range(4 * AT_ONCE)]
        await scene.server.has_met(AT_ONCE)
        await scene.waiting(3 * AT_ONCE)
        assert len(scene.server.arrived) == AT_ONCE
        scene.server.open()
        answers = await asyncio.gather(*sent)
        assert scene.server.most_at_once == AT_ONCE
        return [status for status, _, _ in answers]

    assert play(tmp_path, story) == [200] * (4 * AT_ONCE)


def test_whoever_came_first_is_handed_on_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "API_AT_ONCE", 1)
    names = ["first", "second", "third", "fourth"]

    async def story(scene: Scene) -> list[str]:
        sent = [scene.sends(names[0])]
        await scene.server.has_met(1)
        for number, name in enumerate(names[1:], 1):
            sent.append(scene.sends(name))
            await scene.waiting(number)
        scene.server.open()
        await asyncio.gather(*sent)
        return scene.server.arrived

    assert play(tmp_path, story) == [f"/stage/{name}" for name in names]


def test_a_request_that_waited_too_long_was_never_handed_on_and_is_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "TURN_SECONDS", 0.05)

    async def story(scene: Scene) -> Told:
        inside = await scene.is_full()
        refused = await scene.sends("late")
        scene.server.open()
        assert {status for status, _, _ in await asyncio.gather(*inside)} == {200}
        assert "/stage/late" not in scene.server.arrived
        assert (await scene.sends("late"))[0] == 200
        return refused

    is_to_come_again(play(tmp_path, story), 503)


def test_what_was_waited_does_not_count_against_the_time_that_a_request_has_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = 123.0
    monkeypatch.setattr(front, "API_SECONDS", own)
    given = timeouts_given(monkeypatch)

    async def story(scene: Scene) -> tuple[int, int]:
        sent = [scene.sends("inside") for _ in range(AT_ONCE + 1)]
        await scene.server.has_met(AT_ONCE)
        await scene.waiting(1)
        while_waiting = given.count(own)
        scene.server.open()
        await asyncio.gather(*sent)
        return while_waiting, given.count(own)

    assert play(tmp_path, story) == (AT_ONCE, AT_ONCE + 1)


def test_more_than_may_wait_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "MOST_WAITING", 2)

    async def story(scene: Scene) -> Told:
        inside = await scene.is_full()
        inside += [scene.sends("waiting") for _ in range(2)]
        await scene.waiting(2)
        refused = await scene.sends("one-too-many")
        scene.server.open()
        assert {status for status, _, _ in await asyncio.gather(*inside)} == {200}
        return refused

    is_to_come_again(play(tmp_path, story), 503)


@pytest.mark.parametrize("says_so_at_once", [True, False], ids=["told at once", "found gone in its turn"])
def test_whoever_hangs_up_while_waiting_is_never_handed_on(tmp_path: Path, says_so_at_once: bool) -> None:
    """Even where the server in front does not say so before it is their turn."""

    async def story(scene: Scene) -> list[str]:
        inside = await scene.is_full()
        gone = scene.sends("gone")
        await scene.waiting(1)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        if says_so_at_once:
            await scene.waiting(0)
        else:
            await scene.client.get(f"{scene.base}/nothing")  # so that the edge has heard of it
        scene.server.open()
        await asyncio.gather(*inside, scene.sends("after"))
        return scene.server.arrived

    def silent(behind: Behind) -> web.AppRunner:
        return web.AppRunner(make_app(behind), shutdown_timeout=0.1)

    arrived = play(tmp_path, story, served if says_so_at_once else silent)
    assert sorted(arrived) == ["/stage/after", *["/stage/inside"] * AT_ONCE]


def test_whoever_hangs_up_later_keeps_the_place_until_the_server_is_done(tmp_path: Path) -> None:
    """The server is at work all the same: a place that is free too early would be one too many."""

    async def story(scene: Scene) -> int:
        gone = [scene.sends("gone") for _ in range(AT_ONCE)]
        await scene.server.has_met(AT_ONCE)
        for one in gone:
            one.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        after = scene.sends("after")
        await scene.waiting(1)
        scene.server.open()
        assert (await after)[0] == 200
        return scene.server.most_at_once

    assert play(tmp_path, story) == AT_ONCE


def test_a_server_that_hangs_is_a_problem_and_gives_its_place_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "API_SECONDS", 0.05)
    monkeypatch.setattr(front, "API_AT_ONCE", 1)

    async def story(scene: Scene) -> Told:
        await scene.sends("hangs")
        return await scene.sends("hangs")

    is_to_come_again(play(tmp_path, story), 504)


def test_the_api_never_holds_up_the_sandbox(tmp_path: Path) -> None:
    async def story(scene: Scene) -> int:
        inside = [scene.sends("inside") for _ in range(AT_ONCE + 1)]
        await scene.server.has_met(AT_ONCE)
        sandbox = asyncio.create_task(scene.client.get(f"{scene.base}/sandbox/x"))
        await scene.server.has_met(AT_ONCE + 1)
        scene.server.open()
        await asyncio.gather(*inside)
        return (await sandbox).status

    assert play(tmp_path, story) == 200


def test_a_gate_that_refused_somebody_has_as_many_places_as_before() -> None:
    async def story() -> None:
        gate = Gate(at_once=1, most_waiting=1, seconds=0.01)
        await gate.enter()
        with pytest.raises(Busy):
            await gate.enter()
        with pytest.raises(Busy):
            await gate.enter()
        gate.leave()
        await gate.enter()
        assert gate.waiting == 0

    asyncio.run(asyncio.wait_for(story(), SOON))


def timeouts_given(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """The delay, in seconds, of each `asyncio.timeout` from here on, in the order in which they begin."""
    given: list[float | None] = []
    begin = asyncio.timeout

    def timeout(delay: float | None) -> asyncio.Timeout:
        given.append(delay)
        return begin(delay)

    monkeypatch.setattr(asyncio, "timeout", timeout)
    return given


def is_to_come_again(answer: Told, status: int) -> None:
    found, headers, body = answer
    assert found == status
    assert int(headers["Retry-After"]) > 0
    assert headers["Content-Type"].startswith("application/problem+json")
    problem = json.loads(body)
    assert (problem["type"], problem["status"]) == ("/api/problems/try-again", status)
    assert problem["detail"]


def served(behind: Behind) -> web.AppRunner:
    return make_runner(behind, shutdown_timeout=0.1)


def play(pages: Path, story: Callable[[Scene], Awaitable[Any]], runner: MakeRunner = served) -> Any:
    async def played() -> Any:
        async with scene(pages, runner) as made:
            return await asyncio.wait_for(story(made), SOON)

    return asyncio.run(played())


@asynccontextmanager
async def scene(pages: Path, runner: MakeRunner) -> AsyncIterator[Scene]:
    server = SlowServer()
    behind = web.Application()
    behind.router.add_route("*", "/{path:.*}", server.answer)
    gates: list[Gate] = []
    make_gate = front._gate

    def gate(at_once: int) -> Gate:
        gates.append(make_gate(at_once))
        return gates[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(front, "_gate", gate)
        async with (
            running(web.AppRunner(behind, shutdown_timeout=0.1, handler_cancellation=True)) as upstream,
            running(runner(Behind(f"{upstream}/stage", upstream, upstream, pages))) as base,
            session() as client,
        ):
            yield Scene(server, base, client, gates)
            server.open()
