"""Which shop a command talks to: the one running on this machine, or with `--aws` the deployed one."""

import json
import os
import re
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from ops.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent
DATA = "PaidOnceData"
STACKS = (
    DATA,
    "PaidOnceRelay",
    "PaidOnceWorkflow",
    "PaidOnceReturns",
    "PaidOnceRefunds",
    "PaidOnceLive",
    "PaidOnceApi",
)
VARIABLES = {
    "CURRENCY": "Currency",
    "CATALOG_TABLE": "CatalogTable",
    "CARTS_TABLE": "CartsTable",
    "OWNERS_TABLE": "OwnersTable",
    "ORDERS_TABLE": "OrdersTable",
    "ORDER_VIEWS_TABLE": "OrderViewsTable",
    "STOCK_TABLE": "StockTable",
    "PAYMENTS_TABLE": "PaymentsTable",
    "FULFILMENTS_TABLE": "FulfilmentsTable",
    "IDEMPOTENCY_TABLE": "IdempotencyTable",
    "CONVERSATIONS_TABLE": "ConversationsTable",
    "CREDITS_TABLE": "CreditsTable",
    "JOURNAL_TABLE": "JournalTable",
    "SESSIONS_TABLE": "SessionsTable",
    "LIVE_TABLE": "LiveTable",
    "SOCKET_URL": "SocketCallbackUrl",
    "SESSION_KEYS_SECRET": "SessionKeysSecret",
    "CHECKOUT_MACHINE": "CheckoutMachine",
    "FULFILMENT_MACHINE": "FulfilmentMachine",
    "RETURN_MACHINE": "ReturnMachine",
    "REFUND_MACHINE": "RefundMachine",
    "FILES_BUCKET": "FilesBucket",
    "CHECKOUT_DUE_SECONDS": "CheckoutDueSeconds",
    "RETURN_DUE_SECONDS": "ReturnDueSeconds",
    "PACKING_SECONDS": "PackingSeconds",
    "SILENCE_SECONDS": "SilenceSeconds",
    "HOLD_MARGIN_SECONDS": "HoldMarginSeconds",
    "EVENT_BUS": "EventBus",
    "WAREHOUSE_QUEUE": "WarehouseQueue",
    "PAYMENT_SECRET": "StripeSecret",
    "PAYMENT_API_BASE": "StripeApiBase",
}
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}")
_REGION = re.compile(r"[a-z0-9-]{1,40}")


def connect(aws: bool) -> None:
    """Point this process at the shop, as a function's environment would. Raises CommandError."""
    if not aws:
        use_embedded_cloud(*_running())
    try:
        outputs = stack_outputs()
    except (BotoCoreError, ClientError, ResponseParserError, LookupError) as error:
        raise CommandError(f"the shop's stacks cannot be read: {error}") from error
    use(outputs)


def use(outputs: dict[str, str]) -> None:
    """Set the variables that the stores and gateways read."""
    for variable, output in VARIABLES.items():
        if output not in outputs:
            raise CommandError(f"the stacks have no output {output}: deploy this version first")
        os.environ[variable] = outputs[output] if outputs[output] != "-" else ""
    if local_shop():
        # The gateway's address there is AWS's, as on AWS.
        os.environ["SOCKET_URL"] = (
            f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{outputs['SocketId']}/live"
        )


def stack_outputs() -> dict[str, str]:
    """Of all stacks of the shop; from each stack's own answer within seconds, or not at all. A shop that went
    on from restored tables works on those."""
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    client: Any = boto3.client("cloudformation", config=config)
    found: dict[str, str] = {}
    for name in STACKS:
        found |= _outputs(client, name)
    if (suffix := found.get("TableSuffix", "-")) != "-":
        found |= _outputs(client, f"{DATA}{suffix}")
    return found


def _outputs(client: Any, name: str) -> dict[str, str]:
    stack = client.describe_stacks(StackName=name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def local_shop() -> bool:
    """Whether it is the one that runs on this machine."""
    return "AWS_ENDPOINT_URL" in os.environ


def local_home() -> Path:
    """Where the local run keeps its files: PAIDONCE_HOME, or `.local` in this folder."""
    return Path(os.environ.get("PAIDONCE_HOME") or ROOT / ".local")


def local_url() -> str | None:
    """Where the pages of the shop are that runs here; None for a deployed one, or where none runs."""
    if "AWS_ENDPOINT_URL" not in os.environ:
        return None
    try:
        url = json.loads((local_home() / "run.json").read_text())["url"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return url if isinstance(url, str) and _LOOPBACK.fullmatch(url) else None


def _running() -> tuple[str, str]:
    """Endpoint and region of the shop that runs here. Raises CommandError."""
    path = local_home() / "run.json"
    try:
        text = path.read_text()
    except (OSError, ValueError) as error:
        raise _none_running() from error
    pid, endpoint_url, region = _checked(text, path)
    try:
        os.kill(pid, 0)
    except OSError as error:
        raise _none_running() from error
    return endpoint_url, region


def _checked(text: str, path: Path) -> tuple[int, str, str]:
    """What the launcher wrote, or a CommandError for what it cannot have written: neither a process id nor
    an address is taken on trust."""
    try:
        run = json.loads(text)
        pid, endpoint_url, region = run["pid"], run["endpoint_url"], run["region"]
        right = type(pid) is int and 0 < pid < 2**31
        if right and _LOOPBACK.fullmatch(endpoint_url) and _REGION.fullmatch(region):
            return pid, endpoint_url, region
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise CommandError(f"{path} is broken: stop the shop and start it again with `make run`")


def _none_running() -> CommandError:
    return CommandError(
        "no shop is running here: start one with `make run`, or say --aws for the deployed one"
    )


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
