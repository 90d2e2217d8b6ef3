"""The shop's own prices: who may ask the function that makes them."""

from aws_cdk import ArnFormat, Stack

from functions.pricing.quote_function import VARIABLE
from infra.parts.actions import INVOKE
from infra.parts.functions import Function
from infra.settings import Settings


def may_ask_for_prices(function: Function, settings: Settings) -> None:
    """Nobody may where the shop's file makes them. A function that is named without its ARN is one of this
    account's, in the shop's own region."""
    chosen = settings.quote_function
    if not chosen:
        return
    function.add_environment(VARIABLE, chosen)
    own = Stack.of(function).format_arn(
        service="lambda",
        resource="function",
        resource_name=chosen,
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    function.allow([INVOKE], chosen if chosen.startswith("arn:") else own)
