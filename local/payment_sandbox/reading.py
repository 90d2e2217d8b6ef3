"""The GET calls of Stripe's API: one object, or a list by time."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.payment_sandbox.answers import Handler, stripe_json
from local.payment_sandbox.auth import authenticate
from local.payment_sandbox.errors import missing_parameter, no_such
from local.payment_sandbox.expand import Lookup, expanded, wanted_expansions
from local.payment_sandbox.forms import nest
from local.payment_sandbox.model import Charge, Dispute, Event, Intent, Refund
from local.payment_sandbox.objects import Page
from local.payment_sandbox.params import Params
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.views import for_browser, view


@dataclass(frozen=True)
class Resource:
    """`filters` maps a list's parameters to columns."""

    path: str
    name: str
    kind: type[Intent] | type[Charge] | type[Refund] | type[Dispute] | type[Event]
    filters: dict[str, str]


RESOURCES = (
    Resource("payment_intents", "payment_intent", Intent, {}),
    Resource("charges", "charge", Charge, {"payment_intent": "intent"}),
    Resource("refunds", "refund", Refund, {"payment_intent": "intent", "charge": "charge"}),
    Resource("disputes", "dispute", Dispute, {"payment_intent": "intent", "charge": "charge"}),
    Resource("events", "event", Event, {"type": "event_type"}),
)


def lookup(sandbox: Sandbox) -> Lookup:
    """Finds what an id inside an answer names: only intents and charges are named so."""

    def find(object_id: str) -> dict[str, Any]:
        kind: type[Intent] | type[Charge] = Charge if object_id.startswith("ch_") else Intent
        found = sandbox.objects.get(kind, object_id)
        if found is None:
            raise no_such("object", object_id, "id")
        return view(found)

    return find


def list_handler(sandbox: Sandbox, resource: Resource) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        authenticate(request.headers.get("Authorization"))
        params = Params(nest(request.query.items()))
        page = Page.read(params, resource.filters)
        fields = wanted_expansions(params, resource.name, listed=True)
        params.finish()
        found, has_more = sandbox.objects.page(resource.kind, page)
        data = [expanded(view(thing), fields, lookup(sandbox)) for thing in found]
        return stripe_json(
            request, {"object": "list", "url": f"/v1/{resource.path}", "has_more": has_more, "data": data}
        )

    return handle


def get_handler(sandbox: Sandbox, resource: Resource) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        caller = authenticate(request.headers.get("Authorization"), browsers_may=resource.kind is Intent)
        params = Params(nest(request.query.items()))
        fields = wanted_expansions(params, resource.name)
        secret = params.text("client_secret") if resource.kind is Intent else None
        params.finish()
        if caller.browser and secret is None:
            raise missing_parameter("client_secret")
        found = _find(sandbox, resource, request.match_info["id"], secret)
        if caller.browser:
            return stripe_json(request, for_browser(view(found)))
        return stripe_json(request, expanded(view(found), fields, lookup(sandbox)))

    return handle


def _find(
    sandbox: Sandbox, resource: Resource, object_id: str, secret: str | None
) -> Intent | Charge | Refund | Dispute | Event:
    if resource.kind is Intent:
        return sandbox.payments.intent(object_id, secret)
    found = sandbox.objects.get(resource.kind, object_id)
    if found is None:
        raise no_such(resource.name, object_id, "id")
    return found
