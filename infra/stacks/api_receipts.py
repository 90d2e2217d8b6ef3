"""The function behind GET /orders/{order_id}/receipt."""

from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import GET, READ_OBJECT, WRITE_OBJECT
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack


def receipt_function(make: MakeFunction, data: DataStack) -> Function:
    """Writes a receipt when it is first asked for. It reads none itself: it lends its permission to who holds
    a link."""
    function = make(
        "Receipts",
        "functions.fulfilment.api_receipts.handle",
        ORDERS_TABLE=data.orders.table_name,
        OWNERS_TABLE=data.owners.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        FILES_BUCKET=data.files.bucket_name,
    )
    function.allow([GET], data.orders.table_arn, data.owners.table_arn, data.fulfilments.table_arn)
    function.allow([READ_OBJECT, WRITE_OBJECT], data.files.arn_for_objects("receipts/*"))
    assert function.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        function.role,
        f"AwsSolutions-IAM5[Resource::{shown(data.files, data.files.bucket_arn)}/receipts/*]",
        "Receipts are named after orders, which are not known when this is deployed. The wildcard stands for "
        "the objects under receipts/ of this one bucket, and s3:GetObject and s3:PutObject alone are allowed "
        "on them: nothing can be listed, a link is signed for one receipt, for its order's owner, and what "
        "is there is never replaced (If-None-Match).",
    )
    return function
