"""The functions that place orders, wait for them, and show them."""

from infra.parts.actions import (
    BATCH_GET,
    DELETE,
    GET,
    INVOKE,
    PUT,
    QUERY,
    READ_SECRET,
    SCAN,
    START_EXECUTION,
    UPDATE,
)
from infra.parts.functions import Function, MakeFunction
from infra.parts.own_prices import may_ask_for_prices
from infra.parts.payment_keys import allow_payment_keys
from infra.settings import Settings
from infra.stacks.api_sessions import may_tell_viewers
from infra.stacks.data import DataStack
from infra.stacks.workflow import WorkflowStack


def checkouts_function(
    make: MakeFunction, data: DataStack, workflow: WorkflowStack, settings: Settings
) -> Function:
    waiting = _wait_function(make, data, settings)
    function = make(
        "Checkouts",
        "functions.checkout.api_checkouts.handle",
        CATALOG_TABLE=data.catalog.table_name,
        CARTS_TABLE=data.carts.table_name,
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        STOCK_TABLE=data.stock.table_name,
        CREDITS_TABLE=data.credits.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
        CHECKOUT_MACHINE=workflow.machine.live,
        CHECKOUT_DUE_SECONDS=str(settings.patience.due_seconds),
        WAIT_FUNCTION=waiting.function_name,
        PAYMENT_SECRET=settings.stripe_secret_name,
        SESSIONS_TABLE=data.sessions.table_name,
        DECLINES_OF_SESSION=str(settings.declines_of_session),
        DECLINES_OF_ADDRESS=str(settings.declines_of_address),
    )
    may_tell_viewers(function, behind_edge=settings.behind_cloudfront)
    allow_payment_keys(function, settings)
    may_ask_for_prices(function, settings)
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([GET, UPDATE], data.carts.table_arn)
    function.allow([GET, PUT], data.orders.table_arn)
    function.allow([GET], data.payments.table_arn, data.credits.table_arn)
    function.allow([BATCH_GET, GET], data.stock.table_arn)
    function.allow([BATCH_GET], data.sessions.table_arn)
    function.allow([GET, PUT, UPDATE, DELETE], data.idempotency.table_arn)
    function.allow([START_EXECUTION], workflow.machine.state_machine_arn)
    function.allow([INVOKE], waiting.function_arn)
    return function


def _wait_function(make: MakeFunction, data: DataStack, settings: Settings) -> Function:
    orders, payments = data.orders, data.payments
    function = make(
        "Wait",
        "functions.checkout.call_wait.handle",
        reserved_concurrency=settings.wait_concurrency,
        ORDERS_TABLE=orders.table_name,
        PAYMENTS_TABLE=payments.table_name,
    )
    function.allow([GET], orders.table_arn, payments.table_arn)
    return function


def orders_function(make: MakeFunction, data: DataStack) -> Function:
    function = make(
        "Orders",
        "functions.storefront.api_orders.handle",
        ORDERS_TABLE=data.orders.table_name,
        ORDER_VIEWS_TABLE=data.order_views.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        OWNERS_TABLE=data.owners.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    function.allow([QUERY, BATCH_GET], data.orders.table_arn)
    function.allow([QUERY], data.order_views.table_arn)
    function.allow([GET, BATCH_GET], data.payments.table_arn)
    function.allow([GET], data.owners.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function
