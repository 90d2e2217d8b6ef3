"""The REST API without HTTP: the events that API Gateway would send, to the functions behind its routes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from functions.session.groups import OPERATOR_PREFIX, OPERATORS, order_of_link
from functions.shared import clock
from harness.invocation import Outcome
from harness.routes import Route
from harness.runner import Runner
from harness.template import ACCOUNT, REGION

STAGE = "api"
ARN = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:apiid/{STAGE}"


@dataclass(frozen=True)
class Answer:
    """Header names are lower-case; `json` is the parsed body."""

    status: int
    headers: dict[str, str]
    body: str

    @cached_property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The name of the problem that was answered, `` if it was none."""
        found: str = self.json.get("type", "")
        return found.removeprefix("/api/problems/")


class Api:
    def __init__(self, routes: list[Route], runner: Runner) -> None:
        self._routes = routes
        self._runner = runner

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        owner: str | None = None,
        token: str | None = None,
        groups: str | None = None,
    ) -> Answer:
        """`body` is sent as given if it is text, as JSON otherwise. `token` passes the real authorizer,
        `owner` (in these `groups`) is taken to have passed it. A query may follow the path
        (`/orders?limit=1`)."""
        path, _, query = path.partition("?")
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        route, parameters = self._route(method, path)
        if route is None:
            return _gateway(404, "not-found")
        told = None
        if route.personal and owner is None:
            answer = self._authorized(method, path, sent)
            if answer is None:
                return _gateway(401, "unauthorized")
            if not allows(answer["policyDocument"], f"{ARN}/{method}{path}"):
                return _gateway(403, "forbidden")
            owner, told = answer["context"]["owner"], answer["context"]
        if groups is None and owner is not None and owner.startswith(OPERATOR_PREFIX):
            groups = OPERATORS
        event = proxy_event(route, path, parameters, body, sent, owner, dict(parse_qsl(query)), groups or "")
        if told is not None:
            event["requestContext"]["authorizer"] = {"principalId": owner, **told}
        return _answer(self._runner.invoke(route.function, event))

    def _route(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        for route in self._routes:
            parameters = route.match(method, path)
            if parameters is not None:
                return route, parameters
        return None, {}

    def _authorized(self, method: str, path: str, headers: dict[str, str]) -> dict[str, Any] | None:
        """The authorizer's answer; API Gateway does not even ask it without its identity source."""
        if "authorization" not in {name.lower() for name in headers}:
            return None
        event = {"type": "REQUEST", "methodArn": f"{ARN}/{method}{path}", "headers": headers}
        outcome = self._runner.invoke("Authorizer", event)
        if outcome.error is not None:
            assert outcome.message == "Unauthorized", outcome
            return None
        found: dict[str, Any] = outcome.answer
        return found


def allows(policy: dict[str, Any], arn: str) -> bool:
    """Whether an authorizer's policy allows a call: some statement does, and none denies it. A `*` stands for
    anything, slashes included."""
    effects = {
        statement["Effect"]
        for statement in policy["Statement"]
        for resource in _listed(statement["Resource"])
        if fnmatchcase(arn, resource)
    }
    return effects == {"Allow"}


def _listed(resource: str | list[str]) -> list[str]:
    return [resource] if isinstance(resource, str) else resource


def proxy_event(
    route: Route,
    path: str,
    parameters: dict[str, str],
    body: Any,
    headers: dict[str, str],
    owner: str | None,
    query: Mapping[str, str] | None = None,
    groups: str = "",
) -> dict[str, Any]:
    """API Gateway's Lambda proxy event, format 1.0."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    return {
        "resource": route.resource,
        "path": path,
        "httpMethod": route.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": {name: unquote(value) for name, value in parameters.items()} or None,
        "stageVariables": None,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "apiid",
            "stage": STAGE,
            "path": f"/{STAGE}{path}",
            "resourcePath": route.resource,
            "httpMethod": route.method,
            "requestId": "request",
            "identity": {"sourceIp": "127.0.0.1"},
            "authorizer": _context(owner, groups) if owner else None,
        },
        "body": text,
        "isBase64Encoded": False,
    }


def _context(owner: str, groups: str) -> dict[str, str]:
    order_id = order_of_link(owner)
    more = ({"groups": groups} if groups else {}) | ({"order": order_id} if order_id else {})
    began = str(int(clock.now().timestamp()))
    known = {"session": f"session-of-{owner}", "began": began}
    return {"principalId": owner, "owner": owner} | known | more


def _answer(outcome: Outcome) -> Answer:
    if outcome.error is not None:
        return _gateway(502, f"the function failed: {outcome.error}: {outcome.message}")
    shaped = outcome.answer
    headers = {
        name.lower(): ", ".join(values) for name, values in shaped.get("multiValueHeaders", {}).items()
    }
    return Answer(shaped["statusCode"], headers, shaped.get("body") or "")


def _gateway(status: int, name: str) -> Answer:
    return Answer(status, {}, json.dumps({"type": f"/api/problems/{name}", "status": status}))
