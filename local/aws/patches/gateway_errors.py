"""A function that fails behind the REST API is answered as on AWS: 502, by the gateway response DEFAULT_5XX.

Upstream shows the exception to the client and takes any answer for a proxy response.
"""

from typing import Any

from ministack.services import apigateway_v1

from local.aws.anchor import replace

SHAPE_SOURCE = "3a5b91b76870"
INVOKE_SOURCE = "5651a96fa7ba"
RENDER_SOURCE = "c0a3f091df36"
FAILED = "the function failed"


class _FunctionFailed(apigateway_v1._GatewayError):  # type: ignore[misc]  # MiniStack is untyped
    """Rendered by DEFAULT_5XX, with status 502 unless that response says otherwise."""


def apply() -> None:
    """Recognise a failed function, and answer for it in the API's own words."""

    def shape(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
        body = result.get("body")
        if result.get("error") or not isinstance(body, dict) or "statusCode" not in body:
            return None, FAILED
        return body, None

    async def invoke(*arguments: Any, **options: Any) -> Any:
        answer = await original_invoke(*arguments, **options)
        if isinstance(answer, tuple) and answer[0] == 502 and FAILED.encode() in answer[2]:
            return _FunctionFailed("DEFAULT_5XX", "Internal server error", "InternalServerErrorException")
        return answer

    def render(error: Any, request: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = original_render(error, request)
        return (502 if isinstance(error, _FunctionFailed) and status == 500 else status), headers, body

    replace(apigateway_v1, "_lambda_proxy_response", shape, source=SHAPE_SOURCE)
    original_invoke = replace(apigateway_v1, "_invoke_lambda_proxy_v1", invoke, source=INVOKE_SOURCE)
    original_render = replace(apigateway_v1, "_gateway_error_response", render, source=RENDER_SOURCE)
