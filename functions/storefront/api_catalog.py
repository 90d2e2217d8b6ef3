"""GET /catalog, GET /catalog/{sku}, GET /openapi.json, GET /asyncapi.json: public."""

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.shared import api
from functions.shared.problems import not_found
from functions.storefront.browse_catalog import ProductUnknown, browse_catalog, show_product

PROBLEMS: api.Problems = {ProductUnknown: lambda _: not_found("product")}

app = api.resolver(PROBLEMS)

CACHED = "public, max-age=5"
OPENAPI = Path(__file__).with_name("openapi.json")
ASYNCAPI = Path(__file__).with_name("asyncapi.json")


@app.get("/catalog")
def get_catalog() -> api.Response:
    return api.respond({"products": browse_catalog()}, Cache_Control=CACHED)


@app.get("/catalog/<sku>")
def get_product(sku: str) -> api.Response:
    return api.respond(show_product(sku), Cache_Control=CACHED)


@app.get("/openapi.json")
def get_openapi() -> api.Response:
    """The document that `make openapi` generated from the models of the handlers."""
    return _document(OPENAPI)


@app.get("/asyncapi.json")
def get_asyncapi() -> api.Response:
    """The messages of the socket, generated likewise."""
    return _document(ASYNCAPI)


def _document(path: Path) -> api.Response:
    headers: dict[str, str | list[str]] = {"Cache-Control": "public, max-age=300"}
    return Response(HTTPStatus.OK, api.JSON, _text(path), headers=headers)


@cache
def _text(path: Path) -> str:
    return path.read_text()


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
