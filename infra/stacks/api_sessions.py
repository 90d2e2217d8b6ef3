"""The functions that issue sessions, check them and end them."""

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from infra.parts.actions import BATCH_GET, CHECK, GET, PUT, READ_SECRET, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack
from infra.stacks.identity import Issuer
from infra.stacks.live import LiveStack

AUTHORIZER_CACHE = Duration.seconds(30)
"""Who signs out is refused everywhere after so long: see docs/decisions/0081."""


def sessions_function(make: MakeFunction, data: DataStack) -> Function:
    keys = data.session_keys
    function = make("Sessions", "functions.session.api_sessions.handle", SESSION_KEYS_SECRET=keys.secret_arn)
    function.allow([READ_SECRET], keys.secret_arn)
    may_check_sessions(function, data)
    return function


def may_check_sessions(function: Function, data: DataStack) -> None:
    """Whether they were signed out (functions/session/revoked_store.py)."""
    function.add_environment("SESSIONS_TABLE", data.sessions.table_name)
    function.allow([BATCH_GET], data.sessions.table_arn)


def may_tell_viewers(function: Function, *, behind_edge: bool) -> None:
    """By which network address requests are counted: functions/shared/api.py."""
    if behind_edge:
        function.add_environment("VIEWER_BY_EDGE", "yes")


def login_function(
    make: MakeFunction, data: DataStack, live: LiveStack, issuer: Issuer, *, behind_edge: bool
) -> Function:
    function = make(
        "Login",
        "functions.account.api_login.handle",
        CARTS_TABLE=data.carts.table_name,
        OWNERS_TABLE=data.owners.table_name,
        CREDITS_TABLE=data.credits.table_name,
        JOURNAL_TABLE=data.journal.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
        **issuer.environment(),
    )
    may_tell_viewers(function, behind_edge=behind_edge)
    may_check_sessions(function, data)
    live.may_push(function)
    function.allow([GET, PUT, UPDATE], data.sessions.table_arn)
    function.allow([GET, UPDATE, CHECK], data.carts.table_arn)
    function.allow([GET, UPDATE], data.owners.table_arn)
    function.allow([GET, PUT, UPDATE, CHECK], data.credits.table_arn)
    function.allow([PUT], data.journal.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function


def current_session_function(make: MakeFunction, data: DataStack, live: LiveStack) -> Function:
    function = make(
        "CurrentSession",
        "functions.account.api_current_session.handle",
        SESSIONS_TABLE=data.sessions.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    live.may_push(function)
    function.allow([GET, PUT, UPDATE], data.sessions.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function


def session_authorizer(scope: Construct, make: MakeFunction, data: DataStack) -> apigateway.RequestAuthorizer:
    keys = data.session_keys
    function = make("Authorizer", "functions.session.authorizer.handle", SESSION_KEYS_SECRET=keys.secret_arn)
    function.allow([READ_SECRET], keys.secret_arn)
    may_check_sessions(function, data)
    return apigateway.RequestAuthorizer(
        scope,
        "SessionAuthorizer",
        handler=function.live,
        identity_sources=[apigateway.IdentitySource.header("Authorization")],
        results_cache_ttl=AUTHORIZER_CACHE,
    )
