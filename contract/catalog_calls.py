"""Calls about products, and the documents."""

from contract.call import Call, Success
from contract.catalog_models import AsyncApi, Catalog, OpenApi, Product

SKU = {"name": "sku", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}

CACHED = {"Cache-Control": "How long it may be kept"}

CATALOG_CALLS = [
    Call(
        "get",
        "/catalog",
        "getCatalog",
        "All products, their options and whether they are in stock",
        {200: Success(Catalog, "The catalog", CACHED)},
        personal=False,
    ),
    Call(
        "get",
        "/catalog/{sku}",
        "getProduct",
        "One product",
        {200: Success(Product, "The product", CACHED)},
        {404: ["not-found"]},
        [SKU],
        personal=False,
    ),
    Call(
        "get",
        "/openapi.json",
        "getOpenApi",
        "This document",
        {200: Success(OpenApi, "OpenAPI 3.1", CACHED)},
        personal=False,
    ),
    Call(
        "get",
        "/asyncapi.json",
        "getAsyncApi",
        "The messages of the socket",
        {200: Success(AsyncApi, "AsyncAPI 3.0", CACHED)},
        personal=False,
    ),
]
