"""A connection of the embedded cloud waits for its outbox, and ends when it is closed."""

import asyncio

from local.aws.patches.socket_outbox import LOOK, _Asyncio


def test_whoever_closes_a_connection_wakes_its_outbox() -> None:
    async def connection() -> list[str | None]:
        seen = _Asyncio()
        outbox, end = seen.Queue(), seen.Event()
        drained = asyncio.create_task(seen.wait_for(outbox.get(), timeout=LOOK))
        await asyncio.sleep(0)
        end.set()
        return [await drained]

    assert asyncio.run(asyncio.wait_for(connection(), 30)) == [None]


def test_an_outbox_is_waited_for_without_a_look_at_the_clock() -> None:
    async def connection() -> str:
        seen = _Asyncio()
        outbox = seen.Queue()
        seen.Event()
        waiting = asyncio.create_task(seen.wait_for(outbox.get(), timeout=LOOK))
        await asyncio.sleep(2 * LOOK)
        assert not waiting.done()
        outbox.put_nowait("told")
        return str(await waiting)

    assert asyncio.run(asyncio.wait_for(connection(), 30)) == "told"


def test_everything_else_is_asyncio_as_it_is() -> None:
    seen = _Asyncio()
    assert seen.create_task is asyncio.create_task
