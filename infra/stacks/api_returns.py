"""The functions behind /orders/{order_id}/returns."""

from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import GET, PUT, QUERY, START_EXECUTION, UPDATE, WRITE_OBJECT
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack
from infra.stacks.returns import ReturnsStack


def returns_function(make: MakeFunction, data: DataStack, returns: ReturnsStack) -> Function:
    function = make(
        "Returns",
        "functions.returns.api_returns.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        OWNERS_TABLE=data.owners.table_name,
        RETURN_MACHINE=returns.machine.live,
        RETURN_DUE_SECONDS=returns.due_seconds,
    )
    function.allow([GET, QUERY, PUT, UPDATE], data.orders.table_arn)
    function.allow([GET], data.payments.table_arn, data.owners.table_arn)
    function.allow([START_EXECUTION], returns.machine.state_machine_arn)
    return function


def photos_function(make: MakeFunction, data: DataStack) -> Function:
    """Apart from the others: it alone may put photos into the bucket, and lends that to who holds a form."""
    function = make(
        "ReturnPhotos",
        "functions.returns.api_return_photos.handle",
        ORDERS_TABLE=data.orders.table_name,
        OWNERS_TABLE=data.owners.table_name,
        FILES_BUCKET=data.files.bucket_name,
    )
    function.allow([GET, UPDATE], data.orders.table_arn)
    function.allow([GET], data.owners.table_arn)
    function.allow([WRITE_OBJECT], data.files.arn_for_objects("returns/*"))
    assert function.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        function.role,
        f"AwsSolutions-IAM5[Resource::{shown(data.files, data.files.bucket_arn)}/returns/*]",
        "Photos are named after returns, which are not known when this is deployed. The wildcard stands for "
        "the objects under returns/ of this one bucket, and s3:PutObject alone is allowed on them: nothing "
        "can be read, and what is replaced is kept as an earlier version.",
    )
    return function
