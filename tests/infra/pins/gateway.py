"""What stands in front of the functions: the API, its stage, the web ACL, what is sampled."""

from tests.infra.pins.pin import Pin

ROUTES = {
    "ConnectRoute": "$connect",
    "DisconnectRoute": "$disconnect",
    "DefaultRoute": "$default",
    "PingRoute": "ping",
    "HelloRoute": "hello",
    "SayRoute": "say",
    "ReadRoute": "read",
    "TypingRoute": "typing",
    "WatchRoute": "watch",
}
ANSWERING = ("DefaultRoute", "PingRoute", "HelloRoute", "SayRoute", "ReadRoute", "TypingRoute", "WatchRoute")
NARROWED = "Rules.*.Statement.RateBasedStatement.ScopeDownStatement.AndStatement.Statements.*"
MATCHED = ("post", "/api/checkouts", "post", "/api/sessions")

GATEWAY = (
    Pin(
        "ApiGateway::Authorizer",
        "AuthorizerResultTtlInSeconds",
        30,
        "who signs out is refused everywhere within a minute; with the keys' copy in a process (300 s) a"
        " revoked key within ten",
    ),
    Pin("ApiGateway::Authorizer", "Type", "REQUEST", "it is shown the header and answers for all paths"),
    Pin("ApiGateway::Authorizer", "IdentitySource", "method.request.header.Authorization", "the cache's key"),
    Pin(
        "ApiGateway::GatewayResponse",
        "ResponseParameters.gatewayresponse.header.Retry-After",
        dict.fromkeys(
            (
                "AuthorizerFailureAnswer",
                "AuthorizerConfigurationErrorAnswer",
                "IntegrationFailureAnswer",
                "IntegrationTimeoutAnswer",
                "Default5XxAnswer",
            ),
            "'1'",
        )
        | {"ThrottledAnswer": "'2'"},
        "whoever is to come again is told when",
    ),
    Pin("ApiGateway::RestApi", "EndpointConfiguration.Types.*", "REGIONAL", "the web ACL is regional"),
    Pin(
        "ApiGateway::Stage",
        "MethodSettings.*.DataTraceEnabled",
        (False,) * 10,
        "bodies, headers hold secrets",
    ),
    Pin("ApiGateway::Stage", "MethodSettings.*.LoggingLevel", ("ERROR",) * 10, "INFO writes down headers"),
    Pin(
        "ApiGateway::Stage",
        "MethodSettings.*.ResourcePath",
        (
            "/*",
            "/~1checkouts",
            "/~1sessions",
            "/~1sessions~1order",
            "/~1sessions~1login",
            "/~1credit~1redeem",
            "/~1live~1tickets",
            "/~1conversations~1{conversation}~1messages",
            "/~1orders~1{order_id}~1returns",
            "/~1orders~1{order_id}~1returns~1{return_id}~1photos",
        ),
        "every call is throttled; what is guessed at, or makes something new, by itself",
    ),
    Pin("ApiGateway::Stage", "MethodSettings.*.HttpMethod", ("*", *("POST",) * 9), "the same"),
    Pin(
        "ApiGateway::Stage",
        "MethodSettings.*.ThrottlingRateLimit",
        (500, 500, 200, 50, 50, 50, 200, 100, 50, 50),
        "below the account's own 10,000",
    ),
    Pin(
        "ApiGateway::Stage",
        "MethodSettings.*.ThrottlingBurstLimit",
        (1000, 1000, 400, 100, 100, 100, 400, 200, 100, 100),
        "two seconds of that",
    ),
    Pin("ApiGateway::Stage", "TracingEnabled", True, "what follows from a request is traced"),
    Pin(
        "ApiGateway::Stage",
        "AccessLogSetting.Format",
        '{"request_id":"$context.requestId","at":"$context.requestTimeEpoch",'
        '"ip":"$context.identity.sourceIp","method":"$context.httpMethod",'
        '"resource":"$context.resourcePath","status":"$context.status","ms":"$context.responseLatency",'
        '"bytes":"$context.responseLength","refused":"$context.error.responseType",'
        '"waf":"$context.waf.status"}',
        "the resource and not the path, which holds callback ids; no message, which may name what was sent",
    ),
    Pin("ApiGatewayV2::Api", "ProtocolType", "WEBSOCKET", "the socket"),
    Pin("ApiGatewayV2::Api", "RouteSelectionExpression", "$request.body.type", "functions/live/messages.py"),
    Pin("ApiGatewayV2::Stage", "AutoDeploy", True, "a route that is added is there"),
    Pin(
        "ApiGatewayV2::Stage", "DefaultRouteSettings.ThrottlingRateLimit", 2000, "below the account's 10,000"
    ),
    Pin("ApiGatewayV2::Stage", "DefaultRouteSettings.ThrottlingBurstLimit", 4000, "two seconds of that"),
    Pin(
        "ApiGatewayV2::Stage",
        "AccessLogSettings.Format",
        '{"request_id":"$context.requestId","at":"$context.requestTimeEpoch",'
        '"ip":"$context.identity.sourceIp","event":"$context.eventType","route":"$context.routeKey",'
        '"status":"$context.status","connection":"$context.connectionId"}',
        "no query, in which a ticket stands; no message; a route's key is one of ours, or $default",
    ),
    Pin("ApiGatewayV2::Integration", "IntegrationType", "AWS_PROXY", "a function's own answer"),
    Pin("ApiGatewayV2::Route", "AuthorizationType", "NONE", "the ticket, which is used up by its connection"),
    Pin("ApiGatewayV2::Route", "RouteKey", ROUTES, "the messages of functions/*/messages.py, and the ends"),
    Pin(
        "ApiGatewayV2::Route",
        "RouteResponseSelectionExpression",
        dict.fromkeys(ANSWERING, "$default"),
        "what is answered goes back on the connection",
    ),
    Pin(
        "ApiGatewayV2::RouteResponse",
        "RouteResponseKey",
        dict.fromkeys((f"{name}Response" for name in ANSWERING), "$default"),
        "the same",
    ),
    Pin("WAFv2::WebACL", "Scope", "REGIONAL", "as the API"),
    Pin("WAFv2::WebACL", "Rules.*.Priority", (0, 1, 2, 3, 4, 5, 6), "the rates first: they cost the least"),
    Pin(
        "WAFv2::WebACL",
        "Rules.*.Statement.RateBasedStatement.Limit",
        (60, 60, 2000),
        "checkouts, sessions, anything: cards cannot be tried for ever",
    ),
    Pin(
        "WAFv2::WebACL",
        "Rules.*.Statement.RateBasedStatement.EvaluationWindowSec",
        (300,) * 3,
        "in five minutes",
    ),
    Pin(
        "WAFv2::WebACL",
        "Rules.*.Statement.RateBasedStatement.AggregateKeyType",
        ("IP",) * 3,
        "of one address",
    ),
    Pin("WAFv2::WebACL", f"{NARROWED}.ByteMatchStatement.SearchString", MATCHED, "POSTs to the two"),
    Pin(
        "WAFv2::WebACL",
        f"{NARROWED}.ByteMatchStatement.PositionalConstraint",
        ("EXACTLY", "STARTS_WITH") * 2,
        "with whatever stands below them",
    ),
    Pin(
        "WAFv2::WebACL",
        f"{NARROWED}.ByteMatchStatement.TextTransformations.*.Type",
        ("LOWERCASE", "URL_DECODE", "NORMALIZE_PATH", "LOWERCASE") * 2,
        "however a path is spelt",
    ),
    Pin(
        "WAFv2::WebACL",
        f"{NARROWED}.ByteMatchStatement.TextTransformations.*.Priority",
        (0, 0, 1, 2) * 2,
        "in this order",
    ),
    Pin("WAFv2::WebACL", "Rules.*.Action.Block.CustomResponse.ResponseCode", (429,) * 3, "as the contract"),
    Pin(
        "WAFv2::WebACL",
        "Rules.*.Action.Block.CustomResponse.ResponseHeaders.*.Value",
        ("300",) * 3,
        "Retry-After: a window later it is over",
    ),
    Pin(
        "WAFv2::WebACL",
        "Rules.*.Action.Block.CustomResponse.CustomResponseBodyKey",
        ("slow-down",) * 3,
        "the problem",
    ),
    Pin(
        "WAFv2::WebACL",
        "CustomResponseBodies.slow-down.ContentType",
        "APPLICATION_JSON",
        "test_protection.py reads it",
    ),
    Pin(
        "WAFv2::WebACL",
        "CustomResponseBodies.slow-down.Content",
        '{"type":"/api/problems/too-many-requests","title":"Too many requests","status":429,'
        '"detail":"Too many requests from this address; slow down."}',
        "the same",
    ),
    Pin("WAFv2::WebACL", "Rules.*.VisibilityConfig.CloudWatchMetricsEnabled", (True,) * 7, "what it refuses"),
    Pin("WAFv2::WebACL", "Rules.*.VisibilityConfig.SampledRequestsEnabled", (True,) * 7, "is seen"),
    Pin("WAFv2::WebACL", "VisibilityConfig.CloudWatchMetricsEnabled", True, "the same"),
    Pin("WAFv2::WebACL", "VisibilityConfig.SampledRequestsEnabled", True, "the same"),
    Pin("XRay::SamplingRule", "SamplingRule.FixedRate", 0.01, "traces cost per request: one in a hundred"),
    Pin(
        "XRay::SamplingRule", "SamplingRule.ReservoirSize", 0, "none for free: that is nearly every checkout"
    ),
    Pin("XRay::SamplingRule", "SamplingRule.Priority", 1000, "before X-Ray's own rule (10000)"),
    Pin("XRay::SamplingRule", "SamplingRule.Version", 1, "the only one there is"),
)
