"""The function that issues tickets for the socket."""

from infra.parts.actions import PUT
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack


def tickets_function(make: MakeFunction, data: DataStack) -> Function:
    function = make("Tickets", "functions.live.api_tickets.handle", LIVE_TABLE=data.live.table_name)
    function.allow([PUT], data.live.table_arn)
    return function
