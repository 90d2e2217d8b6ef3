"""GET /catalog, GET /catalog/{sku}: public."""

from typing import Any

from functions.shared import api
from functions.storefront.browse_catalog import browse_catalog, show_product

app = api.resolver()

CACHED = "public, max-age=5"


@app.get("/catalog")
def get_catalog() -> api.Answer:
    return api.answer({"products": browse_catalog()}, Cache_Control=CACHED)


@app.get("/catalog/<sku>")
def get_product(sku: str) -> api.Answer:
    return api.answer(show_product(sku), Cache_Control=CACHED)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
