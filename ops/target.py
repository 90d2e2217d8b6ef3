"""Which shop a command talks to: the one running on this machine, or with `--aws` the deployed one."""

import json
import os
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent
STACKS = ("PaidOnceData", "PaidOnceWorkflow", "PaidOnceApi")
VARIABLES = {
    "CATALOG_TABLE": "CatalogTable",
    "CARTS_TABLE": "CartsTable",
    "ORDERS_TABLE": "OrdersTable",
    "STOCK_TABLE": "StockTable",
    "PAYMENTS_TABLE": "PaymentsTable",
    "IDEMPOTENCY_TABLE": "IdempotencyTable",
    "SESSION_KEYS_SECRET": "SessionKeysSecret",
    "CHECKOUT_MACHINE": "CheckoutMachine",
    "STRIPE_SECRET": "StripeSecret",
    "STRIPE_API_BASE": "StripeApiBase",
}


def connect(aws: bool) -> None:
    """Point this process at the shop, as a function's environment would. Raises CommandError."""
    if not aws:
        run = _running()
        use_embedded_cloud(run["endpoint_url"], run["region"])
    try:
        outputs = stack_outputs()
    except (BotoCoreError, ClientError) as error:
        raise CommandError(f"the shop's stacks cannot be read: {error}") from error
    use(outputs)


def use(outputs: dict[str, str]) -> None:
    """Set the variables that the stores and gateways read."""
    for variable, output in VARIABLES.items():
        if output not in outputs:
            raise CommandError(f"the stacks have no output {output}: deploy this version first")
        os.environ[variable] = outputs[output] if outputs[output] != "-" else ""


def stack_outputs() -> dict[str, str]:
    client: Any = boto3.client("cloudformation")
    found: dict[str, str] = {}
    for name in STACKS:
        stack = client.describe_stacks(StackName=name)["Stacks"][0]
        found |= {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return found


def local_home() -> Path:
    """Where the local run keeps its files: PAIDONCE_HOME, or `.local` in this folder."""
    return Path(os.environ.get("PAIDONCE_HOME") or ROOT / ".local")


def _running() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((local_home() / "run.json").read_text())
        os.kill(found["pid"], 0)
    except (OSError, ValueError, KeyError):
        raise CommandError(
            "no shop is running here: start one with `make run`, or say --aws for the deployed one"
        ) from None
    return found


def use_embedded_cloud(endpoint_url: str, region: str) -> None:
    """Talk to the embedded cloud, whatever AWS profile this machine has."""
    os.environ.pop("AWS_PROFILE", None)
    os.environ.pop("AWS_SESSION_TOKEN", None)
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint_url,
        AWS_DEFAULT_REGION=region,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106 - the emulator takes any
    )
