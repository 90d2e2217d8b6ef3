"""The functions that issue sessions and check them."""

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from infra.parts.actions import READ_SECRET
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack

AUTHORIZER_CACHE = Duration.seconds(300)


def sessions_function(make: MakeFunction, data: DataStack) -> Function:
    keys = data.session_keys
    function = make("Sessions", "functions.session.api_sessions.handle", SESSION_KEYS_SECRET=keys.secret_arn)
    function.allow([READ_SECRET], keys.secret_arn)
    return function


def session_authorizer(scope: Construct, make: MakeFunction, data: DataStack) -> apigateway.RequestAuthorizer:
    keys = data.session_keys
    function = make("Authorizer", "functions.session.authorizer.handle", SESSION_KEYS_SECRET=keys.secret_arn)
    function.allow([READ_SECRET], keys.secret_arn)
    return apigateway.RequestAuthorizer(
        scope,
        "SessionAuthorizer",
        handler=function.live,
        identity_sources=[apigateway.IdentitySource.header("Authorization")],
        results_cache_ttl=AUTHORIZER_CACHE,
    )
