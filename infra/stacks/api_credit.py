"""The function behind /credit."""

from infra.parts.actions import GET, PUT, QUERY, READ_SECRET, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.stacks.api_sessions import may_tell_viewers
from infra.stacks.data import DataStack


def credit_function(make: MakeFunction, data: DataStack, *, behind_edge: bool) -> Function:
    function = make(
        "Credit",
        "functions.credit.api_credit.handle",
        CREDITS_TABLE=data.credits.table_name,
        SESSIONS_TABLE=data.sessions.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    may_tell_viewers(function, behind_edge=behind_edge)
    function.allow([GET, QUERY, PUT, UPDATE], data.credits.table_arn)
    function.allow([UPDATE], data.sessions.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function
