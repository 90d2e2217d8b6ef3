"""The HTTP server: which path is served by whom."""

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from aiohttp import web

from local.payment_sandbox import changing, reading
from local.payment_sandbox.answers import answer_errors, problem
from local.payment_sandbox.bank import Bank
from local.payment_sandbox.dispute_desk import DisputeDesk
from local.payment_sandbox.faults import BadOrder, FaultOrder
from local.payment_sandbox.sandbox import Sandbox


def build_app(sandbox: Sandbox) -> web.Application:
    app = web.Application(middlewares=[answer_errors])
    for operation in changing.OPERATIONS:
        app.router.add_post(operation.path, changing.handler(sandbox, operation))
    for resource in reading.RESOURCES:
        path = f"/sandbox/v1/{resource.path}"
        app.router.add_get(path, reading.list_handler(sandbox, resource))
        app.router.add_get(path + "/{id}", reading.get_handler(sandbox, resource))
    bank = Bank(sandbox)
    app.router.add_get("/sandbox/3ds/{id}", bank.page)
    app.router.add_post("/sandbox/3ds/{id}", bank.answer)
    app.router.add_post("/sandbox/disputes", DisputeDesk(sandbox).answer)
    faults = FaultDesk(sandbox)
    app.router.add_get("/sandbox/faults", faults.show)
    app.router.add_post("/sandbox/faults", faults.order)
    app.router.add_delete("/sandbox/faults", faults.clear)
    app.router.add_delete("/sandbox/faults/{id}", faults.clear_one)
    for path in ("/sandbox", "/sandbox/", "/sandbox/health"):
        app.router.add_get(path, health)
    app.cleanup_ctx.append(_running(sandbox))
    return app


async def health(request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "service": "PaidOnce payment sandbox", "stripe_api": "/sandbox/v1"})


class FaultDesk:
    """Takes orders for faults, and shows them with how often each has fired."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._faults = sandbox.faults

    async def show(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"faults": self._faults.ordered()})

    async def order(self, request: web.Request) -> web.StreamResponse:
        try:
            order = FaultOrder.read(json.loads(await request.read()))
        except ValueError:
            return problem(400, "unparsable", "Send JSON.")
        except BadOrder as bad:
            return problem(422, "invalid-fault", str(bad))
        return web.json_response(self._faults.order(order), status=201)

    async def clear(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"cleared": self._faults.clear()})

    async def clear_one(self, request: web.Request) -> web.StreamResponse:
        """Again is fine."""
        return web.json_response({"cleared": self._faults.clear_one(request.match_info["id"])})


def _running(sandbox: Sandbox) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(_: web.Application) -> AsyncIterator[None]:
        courier = asyncio.create_task(sandbox.courier.run()) if sandbox.settings.webhook_url else None
        if courier is not None:
            courier.add_done_callback(_end_without_courier)
        yield
        if courier is not None:
            courier.cancel()
            with suppress(asyncio.CancelledError):
                await courier
        sandbox.database.close()

    return context


def _end_without_courier(courier: asyncio.Task[None]) -> None:
    """A sandbox that tells nobody anything would be found out late: end, and be started again."""
    if not courier.cancelled() and courier.exception() is not None:
        logging.getLogger(__name__).error("the courier died", exc_info=courier.exception())
        signal.raise_signal(signal.SIGTERM)
