"""The customer's bank: the 3-D Secure page of a waiting intent, and its answer."""

import html
import json
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from local.payment_sandbox.answers import REQUEST_ID, problem
from local.payment_sandbox.currencies import text
from local.payment_sandbox.model import Intent
from local.payment_sandbox.outbox import Cause
from local.payment_sandbox.payments import Call
from local.payment_sandbox.sandbox import Sandbox

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox bank</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; font: 18px/1.5 sans-serif; }}
main {{ max-width: 26rem; margin: 12vh auto; padding: 2rem; border: 1px solid #8889; border-radius: 10px; }}
form {{ display: flex; gap: 1rem; }}
button {{ flex: 1; min-height: 48px; font: inherit; }}
</style></head>
<body><main><h1>Sandbox bank</h1>
<p>{text}</p>
{form}</main></body></html>
"""
_FORM = """<form method="post">
<button name="outcome" value="success">Approve</button>
<button name="outcome" value="failure">Decline</button>
</form>
"""


class Bank:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def page(self, request: web.Request) -> web.StreamResponse:
        intent = self._intent(request)
        if intent is None:
            return _page(404, "There is no such payment.")
        if intent.status != "requires_action":
            return _page(200, f"This payment needs no answer any more: it is in state {intent.status}.")
        return _page(200, f"Pay {text(intent.amount, intent.currency)}?", _FORM)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """{"outcome": "success" or "failure"}, as JSON or form; a browser is sent back to the shop."""
        outcome = await _outcome(request)
        if outcome not in ("success", "failure"):
            return problem(422, "invalid-outcome", 'Set outcome to "success" or "failure".')
        intent = self._intent(request)
        if intent is None:
            return problem(404, "unknown-payment", "There is no such payment.")
        if intent.status != "requires_action":
            return problem(
                409,
                "no-answer-needed",
                f"This payment needs no answer any more: it is in state {intent.status}.",
            )
        call = Call(Cause(request[REQUEST_ID], None), self._sandbox.shop_url(request))
        with self._sandbox.database.transaction():
            after = self._sandbox.payments.bank_answers(intent, outcome == "success", call)
        self._sandbox.courier.wake()
        return _told(request, intent, after)

    def _intent(self, request: web.Request) -> Intent | None:
        return self._sandbox.objects.get(Intent, request.match_info["id"])


def _told(request: web.Request, before: Intent, after: Intent) -> web.Response:
    if request.content_type == "application/json":
        return web.json_response({"payment_intent": after.id, "status": after.status})
    action: dict[str, Any] = before.next_action or {}
    return_url = action.get("redirect_to_url", {}).get("return_url")
    if return_url is None:
        return _page(200, f"Thank you. The payment is in state {after.status}; you may close this page.")
    query = urlencode(
        {
            "payment_intent": after.id,
            "payment_intent_client_secret": after.client_secret,
            "redirect_status": "failed" if after.status == "requires_payment_method" else "succeeded",
        }
    )
    return web.Response(
        status=303, headers={"Location": f"{return_url}{'&' if '?' in return_url else '?'}{query}"}
    )


async def _outcome(request: web.Request) -> Any:
    if request.content_type == "application/json":
        try:
            order = json.loads(await request.read())
        except ValueError:
            return None
        return order.get("outcome") if isinstance(order, dict) else None
    return (await request.post()).get("outcome")


def _page(status: int, text: str, form: str = "") -> web.Response:
    page = _PAGE.format(text=html.escape(text), form=form)
    return web.Response(status=status, text=page, content_type="text/html")
