"""`python -m tests.provider.update_then_confirm URL`: stands before a simulator that confirms an intent only
with a payment method that it already has. Such a confirmation goes on as the two calls that Stripe offers for
it: update the intent, then confirm it. Prints its own address; all else passes as it came."""

import argparse
import socket
from urllib.parse import parse_qsl, urlencode

from aiohttp import ClientSession, web

PASSED = ("authorization", "content-type", "idempotency-key", "stripe-version")
NOT_KNOWN_THERE = ("payment_method", "return_url")


class Passage:
    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.method == "POST" and request.path.endswith("/confirm"):
            return await self._confirm(request, dict(parse_qsl(body.decode())))
        return await self._send(request, request.path_qs, body)

    async def _confirm(self, request: web.Request, form: dict[str, str]) -> web.Response:
        if method := form.get("payment_method"):
            update = urlencode({"payment_method": method}).encode()
            updated = await self._send(request, request.path.removesuffix("/confirm"), update)
            if updated.status != 200:
                return updated
        rest = {name: value for name, value in form.items() if name not in NOT_KNOWN_THERE}
        return await self._send(request, request.path, urlencode(rest).encode())

    async def _send(self, request: web.Request, path: str, body: bytes) -> web.Response:
        headers = {name: request.headers[name] for name in PASSED if name in request.headers}
        async with (
            ClientSession() as session,
            session.request(request.method, self._url + path, data=body or None, headers=headers) as answer,
        ):
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.provider.update_then_confirm")
    parser.add_argument("url", help="the simulator's base address")
    passage = Passage(parser.parse_args().url)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", passage.handle)
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    web.run_app(app, sock=listener, print=None)


if __name__ == "__main__":
    main()
