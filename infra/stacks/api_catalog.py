"""The function behind the catalog's pages and the OpenAPI document."""

from infra.parts.actions import BATCH_GET, SCAN
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack


def storefront_function(make: MakeFunction, data: DataStack) -> Function:
    function = make(
        "Storefront",
        "functions.storefront.api_catalog.handle",
        CATALOG_TABLE=data.catalog.table_name,
        STOCK_TABLE=data.stock.table_name,
    )
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([BATCH_GET], data.stock.table_arn)
    return function
