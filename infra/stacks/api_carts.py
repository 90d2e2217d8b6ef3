"""The functions behind /cart."""

from infra.parts.actions import BATCH_GET, CHECK, GET, PUT, READ_SECRET, SCAN, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.own_prices import may_ask_for_prices
from infra.settings import Settings
from infra.stacks.api_sessions import may_check_sessions, may_tell_viewers
from infra.stacks.data import DataStack


def cart_function(make: MakeFunction, data: DataStack, settings: Settings) -> Function:
    function = make(
        "Cart",
        "functions.storefront.api_cart.handle",
        CATALOG_TABLE=data.catalog.table_name,
        CARTS_TABLE=data.carts.table_name,
        STOCK_TABLE=data.stock.table_name,
        CREDITS_TABLE=data.credits.table_name,
        SESSIONS_TABLE=data.sessions.table_name,
    )
    may_tell_viewers(function, behind_edge=settings.behind_cloudfront)
    _allow_showing(function, data, settings)
    function.allow([GET, UPDATE], data.carts.table_arn)
    function.allow([UPDATE], data.sessions.table_arn)
    function.allow([GET], data.credits.table_arn)
    return function


def merge_function(make: MakeFunction, data: DataStack, settings: Settings) -> Function:
    """Apart from the cart's: it alone needs the keys of tokens."""
    function = make(
        "CartMerge",
        "functions.storefront.api_cart_merge.handle",
        CATALOG_TABLE=data.catalog.table_name,
        CARTS_TABLE=data.carts.table_name,
        STOCK_TABLE=data.stock.table_name,
        OWNERS_TABLE=data.owners.table_name,
        CREDITS_TABLE=data.credits.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    _allow_showing(function, data, settings)
    function.allow([GET, UPDATE, CHECK], data.carts.table_arn)
    function.allow([GET, UPDATE], data.owners.table_arn)
    function.allow([GET, PUT, UPDATE, CHECK], data.credits.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    may_check_sessions(function, data)
    return function


def _allow_showing(function: Function, data: DataStack, settings: Settings) -> None:
    """Both answer with the cart: at today's prices, with its lines' stock and what its order holds."""
    may_ask_for_prices(function, settings)
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([BATCH_GET, GET], data.stock.table_arn)
