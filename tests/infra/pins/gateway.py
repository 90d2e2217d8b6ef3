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

GATEWAY = (
    Pin(
        "ApiGateway::Authorizer",
        "AuthorizerResultTtlInSeconds",
        300,
        "with the keys' copy in a process (300 s): a revoked key is refused everywhere within ten minutes",
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
    Pin("ApiGateway::Stage", "MethodSettings.*.DataTraceEnabled", False, "bodies and headers hold secrets"),
    Pin("ApiGateway::Stage", "MethodSettings.*.LoggingLevel", "ERROR", "INFO writes down headers"),
    Pin("ApiGateway::Stage", "MethodSettings.*.ResourcePath", "/*", "every call is throttled"),
    Pin("ApiGateway::Stage", "MethodSettings.*.HttpMethod", "*", "every call is throttled"),
    Pin("ApiGateway::Stage", "MethodSettings.*.ThrottlingRateLimit", 500, "below the account's own 10,000"),
    Pin("ApiGateway::Stage", "MethodSettings.*.ThrottlingBurstLimit", 1000, "two seconds of that"),
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
    Pin("WAFv2::WebACL", "Rules.*.Priority", (0, 1, 2), "the rate first: it costs the least"),
    Pin(
        "WAFv2::WebACL", "Rules.*.Statement.RateBasedStatement.Limit", 2000, "cards cannot be tried for ever"
    ),
    Pin("WAFv2::WebACL", "Rules.*.Statement.RateBasedStatement.EvaluationWindowSec", 300, "in five minutes"),
    Pin("WAFv2::WebACL", "Rules.*.Statement.RateBasedStatement.AggregateKeyType", "IP", "of one address"),
    Pin("WAFv2::WebACL", "Rules.*.VisibilityConfig.CloudWatchMetricsEnabled", (True,) * 3, "what it refuses"),
    Pin("WAFv2::WebACL", "Rules.*.VisibilityConfig.SampledRequestsEnabled", (True,) * 3, "is seen"),
    Pin("WAFv2::WebACL", "VisibilityConfig.CloudWatchMetricsEnabled", True, "the same"),
    Pin("WAFv2::WebACL", "VisibilityConfig.SampledRequestsEnabled", True, "the same"),
    Pin("XRay::SamplingRule", "SamplingRule.FixedRate", 0.01, "traces cost per request: one in a hundred"),
    Pin(
        "XRay::SamplingRule", "SamplingRule.ReservoirSize", 0, "none for free: that is nearly every checkout"
    ),
    Pin("XRay::SamplingRule", "SamplingRule.Priority", 1000, "before X-Ray's own rule (10000)"),
    Pin("XRay::SamplingRule", "SamplingRule.Version", 1, "the only one there is"),
)
