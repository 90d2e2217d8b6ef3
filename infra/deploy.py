"""`make deploy`: asks where Stripe's keys are, deploys all stacks, uploads the pages where CloudFront serves
them, says what to register with Stripe.

`python -m infra.deploy [-c name=value ...]`; STRIPE_SECRET_NAME answers the question beforehand. Exit status
2 if nobody can be asked, or a migration that this release relies on is outstanding; else that of
`cdk deploy`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import boto3
from botocore.config import Config

from infra.pages_upload import upload_pages
from infra.settings import DEFAULT_STRIPE_SECRET, InvalidSetting, check_secret_name
from infra.stacks.api_payments import SUBSCRIPTION
from ops.migrate import CONTRACTED

OUTPUTS = Path("cdk.out/outputs.json")
PAGES = Path("web/dist")
WEB = "PaidOnceWeb"
UPLOADS = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 5})
VARIABLE = "STRIPE_SECRET_NAME"
SETTING = "stripeSecretName="

KEYS = """Payments need a secret in AWS Secrets Manager, in the account and region you deploy to, that holds
  {"api_key": "sk_...", "webhook_secret": "whsec_..."}
(Stripe: Developers > API keys, and Developers > Webhooks once the shop has an address). Until it exists and
holds an api_key, checkouts are refused: 503 payments-not-configured. It may be created and changed later."""

REGISTER = """
Register with Stripe (Developers > Webhooks), if you have not yet:
  URL     {url}
  events  {events}
and put the signing secret that Stripe shows into the secret {secret!r} as webhook_secret."""


OUTSTANDING = """this release no longer reads what these migrations change, and they are not at their end:
{names}. Run `python -m ops --aws migrate NAME` with the release that is deployed (docs/releasing.md)."""


class NobodyToAsk(Exception):
    """The message says what to give instead."""


def secret_name(
    context: Sequence[str], environment: Mapping[str, str], ask: Callable[[str], str] | None
) -> str | None:
    """The name of Stripe's secret; None if the context gives it already. `ask` is None where nobody sits.

    Raises NobodyToAsk, InvalidSetting.
    """
    if any(SETTING in argument for argument in context):
        return None
    if given := environment.get(VARIABLE):
        return check_secret_name(given)
    if ask is None:
        raise NobodyToAsk(f"set {VARIABLE} to the name of the secret with Stripe's keys. {KEYS}")
    answer = ask(f"{KEYS}\nName of the secret [{DEFAULT_STRIPE_SECRET}]: ").strip()
    return check_secret_name(answer or DEFAULT_STRIPE_SECRET)


def main(context: list[str]) -> int:
    try:
        name = secret_name(context, os.environ, input if sys.stdin.isatty() else None)
    except (NobodyToAsk, InvalidSetting) as problem:
        print(f"make deploy: {problem}", file=sys.stderr)
        return 2
    if missing := outstanding(CONTRACTED):
        print(f"make deploy: {OUTSTANDING.format(names=', '.join(missing))}", file=sys.stderr)
        return 2
    named = ["-c", f"{SETTING}{name}"] if name else []
    command = ["npx", "cdk", "deploy", "--all", "--outputs-file", str(OUTPUTS), *named, *context]
    deployed = subprocess.run(command, check=False).returncode  # noqa: S603 - our own arguments
    if deployed == 0:
        outputs = json.loads(OUTPUTS.read_text())
        if web := outputs.get(WEB):
            print(f"Uploading the pages to {web['PagesBucket']}")
            upload_pages(PAGES, web["PagesBucket"], boto3.client("s3", config=UPLOADS))
            print(f"The shop is at {web['PagesUrl']} (a host of its own: point it at {web['Domain']})")
        print(_what_to_register())
    return deployed


def outstanding(contracted: Sequence[str]) -> list[str]:
    """Those of these migrations that are not at their end in the shop that runs; none where none runs yet."""
    look = [sys.executable, "-m", "ops", "--aws", "migrate", "--check"]
    return [
        name
        for name in contracted
        if subprocess.run([*look, name], check=False, stdout=subprocess.DEVNULL).returncode == 1  # noqa: S603
    ]


def _what_to_register() -> str:
    outputs = json.loads(OUTPUTS.read_text())
    return REGISTER.format(
        url=outputs[WEB if WEB in outputs else "PaidOnceApi"]["WebhookUrl"],
        events=SUBSCRIPTION,
        secret=outputs["PaidOnceWorkflow"]["StripeSecret"],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
