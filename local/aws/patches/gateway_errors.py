"""A function that fails behind the REST API is a plain 502, as on AWS; upstream shows the exception to the client."""

import json
from typing import Any

from ministack.services import apigateway_v1

from local.aws.anchor import replace

SOURCE = "3a5b91b76870"


def apply() -> None:
    """Hide the error of a failed function, refuse an answer that is no proxy response."""

    def shape(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
        body = result.get("body")
        well_formed = isinstance(body, dict) and "statusCode" in body
        if result.get("throttle"):
            return _message(500, "Internal server error"), None
        if result.get("error") or not well_formed:
            return _message(502, "Internal server error"), None
        return body, None

    replace(apigateway_v1, "_lambda_proxy_response", shape, source=SOURCE)


def _message(status: int, text: str) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"message": text}),
    }
