"""The functions behind /cart."""

from infra.parts.actions import CHECK, GET, READ_SECRET, SCAN, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.stacks.data import DataStack


def cart_function(make: MakeFunction, data: DataStack) -> Function:
    function = make(
        "Cart",
        "functions.cart.api_cart.handle",
        CATALOG_TABLE=data.catalog.table_name,
        CARTS_TABLE=data.carts.table_name,
    )
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([GET, UPDATE], data.carts.table_arn)
    return function


def merge_function(make: MakeFunction, data: DataStack) -> Function:
    """Apart from the cart's: it alone needs the keys of tokens."""
    function = make(
        "CartMerge",
        "functions.cart.api_cart_merge.handle",
        CATALOG_TABLE=data.catalog.table_name,
        CARTS_TABLE=data.carts.table_name,
        OWNERS_TABLE=data.owners.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([GET, UPDATE, CHECK], data.carts.table_arn)
    function.allow([GET, UPDATE], data.owners.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function
