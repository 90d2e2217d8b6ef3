"""The function behind GET /orders/{order_id}/receipt."""

from collections.abc import Callable

from infra.data import DataStack
from infra.functions import Function
from infra.workflow import GET

MakeFunction = Callable[..., Function]


def receipt_function(make: MakeFunction, data: DataStack) -> Function:
    """Reads no receipt itself: it lends its permission to who holds a link."""
    function = make(
        "Receipts",
        "functions.fulfilment.receipt_handler.handle",
        ORDERS_TABLE=data.orders.table_name,
        OWNERS_TABLE=data.owners.table_name,
        FILES_BUCKET=data.files.bucket_name,
    )
    function.allow([GET], data.orders.table_arn, data.owners.table_arn)
    function.allow(["s3:GetObject"], data.files.arn_for_objects("receipts/*"))
    return function
