"""API Gateway's own answers, as problems shaped like the functions' (functions/shared/problems.py)."""

import json

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from functions.shared.cors import RESPONSE_HEADERS

GATEWAY_PROBLEMS = {
    "UNAUTHORIZED": (
        401,
        "unauthorized",
        "A valid session token is required: Authorization: Bearer <token>.",
    ),
    "AUTHORIZER_FAILURE": (503, "try-again", "The session could not be checked. Repeat the request."),
    "AUTHORIZER_CONFIGURATION_ERROR": (
        503,
        "try-again",
        "The session could not be checked. Repeat the request.",
    ),
    "INVALID_API_KEY": (403, "forbidden", "The shop is reached by the address of its pages alone."),
    "WAF_FILTERED": (403, "forbidden", "The shop's firewall refused this request."),
    "ACCESS_DENIED": (403, "forbidden", "This session may not do that."),
    "MISSING_AUTHENTICATION_TOKEN": (404, "not-found", "There is no such call."),
    "RESOURCE_NOT_FOUND": (404, "not-found", "There is no such call."),
    "REQUEST_TOO_LARGE": (413, "body-too-large", "The body may have at most 65536 bytes."),
    "THROTTLED": (429, "too-many-requests", "Too many requests; slow down."),
    "INTEGRATION_FAILURE": (504, "try-again", "The shop did not answer. Repeat the request."),
    "INTEGRATION_TIMEOUT": (504, "try-again", "The shop did not answer in time. Repeat the request."),
    "DEFAULT_4XX": (400, "bad-request", "The request cannot be understood."),
    "DEFAULT_5XX": (502, "try-again", "The shop did not answer. Repeat the request."),
}
HEADER = "gatewayresponse.header."
ORIGIN_OF_REQUEST = "method.request.header.origin"
RETRY_AFTER_SECONDS = {"try-again": 1, "too-many-requests": 2}


def answer_in_problems(scope: Construct, api: apigateway.RestApi, origins: tuple[str, ...]) -> None:
    """`origins` are those of pages from elsewhere, which may read these answers too."""
    deployment = api.latest_deployment
    assert deployment is not None  # noqa: S101 - the API deploys itself
    crossing = _crossing(origins)
    answers = {kind: (*answer, _headers(*answer[:2]) | crossing) for kind, answer in GATEWAY_PROBLEMS.items()}
    for kind, (status, name, detail, headers) in answers.items():
        response = apigateway.CfnGatewayResponse(
            scope,
            f"{kind.title().replace('_', '')}Answer",
            rest_api_id=api.rest_api_id,
            response_type=kind,
            status_code=str(status),
            response_parameters=headers,
            response_templates={"application/json": json.dumps(problem(status, name, detail))},
        )
        # They take effect with a deployment: a changed answer needs a new one, made after it.
        deployment.node.add_dependency(response)
    deployment.add_to_logical_id({"answers": json.dumps(answers)})


def _headers(status: int, name: str) -> dict[str, str]:
    """As API Gateway takes them: the names with a prefix, the values in quotes."""
    headers = {"Content-Type": "application/problem+json"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if name in RETRY_AFTER_SECONDS:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS[name])
    return {f"{HEADER}{header}": f"'{value}'" for header, value in headers.items()}


def _crossing(origins: tuple[str, ...]) -> dict[str, str]:
    """A gateway response cannot compare. With several origins it echoes the one that asks: what it says is
    the same fixed text for everybody, and no credentials are allowed."""
    if not origins:
        return {}
    (first, *others) = origins
    return {
        f"{HEADER}Access-Control-Allow-Origin": ORIGIN_OF_REQUEST if others else f"'{first}'",
        f"{HEADER}Access-Control-Expose-Headers": f"'{RESPONSE_HEADERS}'",
        f"{HEADER}Vary": "'Origin'",
    }


def problem(status: int, name: str, detail: str) -> dict[str, str | int]:
    """RFC 9457's members."""
    return {
        "type": f"/api/problems/{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
