"""The API's stage, and what stands of cdk-nag's findings on it."""

import json

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.parts.acknowledge import acknowledge

API = "paidonce"
STAGE = "api"

# One line a request. Neither headers nor bodies: they hold session tokens and addresses.
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "at": "$context.requestTimeEpoch",
    "ip": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "resource": "$context.resourcePath",
    "status": "$context.status",
    "ms": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "refused": "$context.error.responseType",
    "waf": "$context.waf.status",
}


STAGE_THROTTLE = (500, 1000)
THROTTLES = {
    # As bench/flash_sale/limits.py plays sales: said here, too, so that a stage that is opened wider for who
    # only looks does not let in more who pay.
    "/checkouts/POST": (500, 1000),
    # A guest needs one session, and comes again with it.
    "/sessions/POST": (200, 400),
    # Keys and codes are guessed at here; who has one calls once.
    "/sessions/order/POST": (50, 100),
    "/sessions/login/POST": (50, 100),
    "/credit/redeem/POST": (50, 100),
    "/live/tickets/POST": (200, 400),
    "/conversations/{conversation}/messages/POST": (100, 200),
    "/orders/{order_id}/returns/POST": (50, 100),
    "/orders/{order_id}/returns/{return_id}/photos/POST": (50, 100),
}
"""Requests a second, and at once, of everybody together; of other methods the stage's."""


def stage_options(scope: Construct) -> apigateway.StageOptions:
    log_group = logs.LogGroup(
        scope, "AccessLogs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
    )
    return apigateway.StageOptions(
        stage_name=STAGE,
        throttling_rate_limit=STAGE_THROTTLE[0],
        throttling_burst_limit=STAGE_THROTTLE[1],
        method_options={method: _throttled(*bounds) for method, bounds in THROTTLES.items()},
        access_log_destination=apigateway.LogGroupLogDestination(log_group),
        access_log_format=apigateway.AccessLogFormat.custom(json.dumps(ACCESS_LOG, separators=(",", ":"))),
        logging_level=apigateway.MethodLoggingLevel.ERROR,
        data_trace_enabled=False,
        tracing_enabled=True,
    )


def _throttled(rate: int, burst: int) -> apigateway.MethodDeploymentOptions:
    """A method with settings of its own has none of the stage's: logging is said again."""
    return apigateway.MethodDeploymentOptions(
        throttling_rate_limit=rate,
        throttling_burst_limit=burst,
        logging_level=apigateway.MethodLoggingLevel.ERROR,
        data_trace_enabled=False,
    )


def acknowledge_stage(api: apigateway.RestApi) -> None:
    acknowledge(
        api,
        "AwsSolutions-APIG2",
        "Every body, header and parameter is validated in the function, by strict models that refuse "
        "unknown fields, before anything is done with it; `make fuzz` holds the answers against the OpenAPI "
        "document. A second schema in the gateway could only be laxer or differ, and would answer 400 where "
        "the contract promises 422 with the field's name. The gateway bounds a body's size in any case.",
    )
    acknowledge(
        api.deployment_stage,
        "AwsSolutions-APIG3",
        "The stage is associated with the web ACL of PaidOnceProtection (infra/stacks/protection.py), a "
        "stack of its own, because the embedded cloud of the local run holds no associations, and the rule "
        "looks only within the stage's stack. tests/infra/test_protection.py holds that it is associated.",
    )


def acknowledge_method(method: apigateway.Method, *, public: bool) -> None:
    if public:
        acknowledge(
            method,
            "AwsSolutions-APIG4",
            "Meant for callers without a session: it issues one, or shows what every visitor may see "
            "(products, prices, the API's document). It reads and writes nothing of any customer's, and is "
            "throttled at the stage and per address by the web ACL.",
        )
        acknowledge(
            method,
            "AwsSolutions-COG4",
            "Public by design, see AwsSolutions-APIG4 on this method: there is no user to authorize.",
        )
    else:
        acknowledge(
            method,
            "AwsSolutions-COG4",
            "Authorized by the session authorizer: guests buy without an account, so a session is a signed, "
            "expiring token that any server can check (docs/decisions/0010), not a user of a Cognito pool.",
        )


def acknowledge_preflight(method: apigateway.Method) -> None:
    acknowledge(
        method,
        "AwsSolutions-APIG4",
        "A browser asks it which pages may call, before it sends their request, and never with a session. It "
        "reads and writes nothing, and is throttled at the stage and per address by the web ACL.",
    )
