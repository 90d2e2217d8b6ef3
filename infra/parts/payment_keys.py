"""Who may read the payment provider's keys."""

from aws_cdk import Stack
from aws_cdk import aws_secretsmanager as secretsmanager

from infra.parts.actions import READ_SECRET
from infra.parts.functions import Function
from infra.settings import Settings


def allow_payment_keys(function: Function, settings: Settings) -> None:
    """Of the one secret by its name: AWS ends its ARN in six characters of its own."""
    secret = secretsmanager.Secret.from_secret_name_v2(
        Stack.of(function), f"{function.node.id}Stripe", settings.stripe_secret_name
    )
    function.allow([READ_SECRET], f"{secret.secret_arn}-??????")


def may_ask_provider(function: Function, settings: Settings) -> None:
    """The function knows where the provider is, and may read the keys to it."""
    function.add_environment("PAYMENT_SECRET", settings.stripe_secret_name)
    function.add_environment("PAYMENT_API_BASE", settings.stripe_api_base)
    allow_payment_keys(function, settings)
