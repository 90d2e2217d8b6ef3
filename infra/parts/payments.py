"""The function behind /payments/webhook, and who may read the payment provider's keys."""

from aws_cdk import Stack
from aws_cdk import aws_secretsmanager as secretsmanager

from functions.payment.provider import provider
from infra.parts.functions import Function, MakeFunction
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.workflow import DELETE, GET, PUT, READ_SECRET, UPDATE

WEBHOOK = "POST /payments/webhook"
SUBSCRIPTION = ",".join(provider.EVENTS)


def webhook_function(make: MakeFunction, data: DataStack, machine_arn: str, settings: Settings) -> Function:
    """Reads intents, records what they say, undoes what comes too late, answers those who wait."""
    function = make(
        "Webhook",
        "functions.payment.on_webhook.handle",
        PAYMENTS_TABLE=data.payments.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
        PAYMENT_SECRET=settings.stripe_secret_name,
        PAYMENT_API_BASE=settings.stripe_api_base,
    )
    function.allow([GET, UPDATE], data.payments.table_arn)
    function.allow([PUT, UPDATE, DELETE], data.idempotency.table_arn)
    function.allow(["states:SendTaskSuccess", "states:SendTaskFailure"], machine_arn)
    allow_stripe_keys(function, settings)
    return function


def allow_stripe_keys(function: Function, settings: Settings) -> None:
    """Of the one secret by its name: AWS ends its ARN in six characters of its own."""
    secret = secretsmanager.Secret.from_secret_name_v2(
        Stack.of(function), f"{function.node.id}Stripe", settings.stripe_secret_name
    )
    function.allow([READ_SECRET], f"{secret.secret_arn}-??????")
