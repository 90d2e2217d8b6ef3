"""The function that keeps session data, and what it keeps it in: DynamoDB, or Valkey where that is chosen."""

from infra.parts.actions import CONNECT_CACHE, GET, PUT, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.settings import Settings
from infra.stacks.cache import NAME, USER, CacheStack
from infra.stacks.data import DataStack

NAMED = "SessionData"
VALKEY = "functions.session.api_session_data_valkey.handle"


def session_data_function(
    make: MakeFunction, data: DataStack, cache: CacheStack | None, settings: Settings
) -> Function:
    if cache:
        return _beside(make, cache)
    if settings.session_cache:
        return make(NAMED, VALKEY, SESSION_CACHE=settings.session_cache)
    function = make(
        NAMED, "functions.session.api_session_data.handle", SESSIONS_TABLE=data.sessions.table_name
    )
    function.allow([GET, PUT, UPDATE], data.sessions.table_arn)
    return function


def _beside(make: MakeFunction, cache: CacheStack) -> Function:
    """In the cache's own network, which nothing leads out of: it calls nobody else."""
    function = make(
        NAMED,
        VALKEY,
        inside=(cache.network.subnets, cache.functions),
        SESSION_CACHE=cache.address,
        SESSION_CACHE_NAME=NAME,
        SESSION_CACHE_USER=USER,
    )
    function.allow([CONNECT_CACHE], cache.cache.attr_arn, cache.user.attr_arn)
    return function
