"""`make deploy`: looks at what a deployment needs, says what it makes and what of it costs money, asks,
deploys, uploads the pages where CloudFront serves them, and ends with a smoke checkout.

`python -m infra.deploy [check | diff] [-c name=value ...]`: `check` looks at what can be looked at before
anything is synthesized, `diff` synthesizes, says the same and shows what would change.

Variables: YES=1 says yes where nobody can be asked; TARGET (account/region) refuses any other;
STRIPE_SECRET_NAME names the secret with Stripe's keys; STACKS takes these alone; ASSEMBLY takes what was
synthesized before, as it was looked at. Exit status 0: deployed and smoked; 1: it failed, or the smoke
checkout did; 2: nothing was changed.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.deploy_needs import (
    CDK,
    PAGES_FOLDER,
    WEB,
    Assembly,
    NotReady,
    Where,
    check_account,
    check_pages,
    check_quote_function,
    check_tools,
    read_assembly,
    where,
)
from infra.deploy_shown import plan
from infra.pages_upload import upload_pages
from infra.settings import DEFAULT_STRIPE_SECRET, InvalidSetting, check_secret_name
from infra.stacks.api_payments import SUBSCRIPTION
from ops.errors import CommandError
from ops.migrate import CONTRACTED
from ops.smoke import smoke
from ops.smoke_shop import SmokeShop
from ops.smoke_target import deployed_shop, why_unpaid

CHECK, DIFF = "check", "diff"
FOLDER = Path(".cache/deploy")
UPLOADS = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 5})
VARIABLE = "STRIPE_SECRET_NAME"
SETTING = "stripeSecretName="
DATA = "PaidOnceData"
"""Restored tables are there already (`tableSuffix`): their stack, PaidOnceData<suffix>, takes them in instead
of making its own."""

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
QUESTION = """
What changes, permissions among it: `make diff`.
Deploy this? [y/N] """
NOBODY = "nobody is there to be asked: YES=1 says yes to what it shows"
BACK = """The release is deployed, and a customer could not buy. To go back: check out the release before, and
deploy it (docs/releasing.md, "What takes it back")."""
CLOSED = "No smoke checkout: this region is closed until `ops fail-over` (docs/surviving.md)"
AGAIN = "cdk deploy ended with {status}. Run it again: it goes on from there (docs/releasing.md)"


@dataclass(frozen=True)
class Wish:
    """What whoever calls has said beforehand. `ask` is None where nobody sits."""

    context: tuple[str, ...]
    yes: bool
    stacks: tuple[str, ...]
    assembly: Path | None
    ask: Callable[[str], str] | None

    @classmethod
    def of(cls, context: Sequence[str], environment: Mapping[str, str]) -> "Wish":
        given = environment.get("ASSEMBLY", "")
        return cls(
            context=tuple(context),
            yes=environment.get("YES", "") == "1",
            stacks=tuple(environment.get("STACKS", "").split()),
            assembly=Path(given) if given else None,
            ask=input if sys.stdin is not None and sys.stdin.isatty() else None,
        )


def secret_name(
    context: Sequence[str], environment: Mapping[str, str], ask: Callable[[str], str] | None
) -> str | None:
    """The name of Stripe's secret; None if the context gives it already. `ask` is None where nobody sits.

    Raises NotReady, InvalidSetting.
    """
    if any(SETTING in argument for argument in context):
        return None
    if given := environment.get(VARIABLE):
        return check_secret_name(given)
    if ask is None:
        raise NotReady(f"set {VARIABLE} to the name of the secret with Stripe's keys. {KEYS}")
    answer = ask(f"{KEYS}\nName of the secret [{DEFAULT_STRIPE_SECRET}]: ").strip()
    return check_secret_name(answer or DEFAULT_STRIPE_SECRET)


def main(arguments: Sequence[str]) -> int:
    what = arguments[0] if arguments and arguments[0] in (CHECK, DIFF) else ""
    wish = Wish.of(arguments[1:] if what else arguments, os.environ)
    try:
        if wish.ask is None and not wish.yes and what != DIFF:
            raise NotReady(NOBODY)
        check_tools()
        place = where(os.environ)
        os.environ.update(AWS_REGION=place.region, AWS_DEFAULT_REGION=place.region)
        if what == CHECK:
            return 0
        with _alone():
            return _diff(wish, place) if what == DIFF else _deploy(wish, place)
    except (NotReady, InvalidSetting) as problem:
        print(f"make deploy: {problem}", file=sys.stderr)
        return 2


def _deploy(wish: Wish, place: Where) -> int:
    """Raises NotReady, InvalidSetting while nothing is changed."""
    assembly = _assembly(wish)
    check_account(assembly, place)
    check_pages(assembly)
    check_quote_function(assembly, place)
    if missing := outstanding(CONTRACTED):
        raise NotReady(OUTSTANDING.format(names=", ".join(missing)))
    print(plan(assembly, place, _keys(assembly)), flush=True)
    if not wish.yes and wish.ask is not None and wish.ask(QUESTION).strip().lower() not in ("y", "yes"):
        raise NotReady("nothing was changed")
    if deployed := _run(_deployment(wish, assembly)):
        print(f"make deploy: {AGAIN.format(status=deployed)}", file=sys.stderr)
        return 1
    return _afterwards(assembly)


def _diff(wish: Wish, place: Where) -> int:
    """Raises NotReady, InvalidSetting."""
    assembly = _assembly(wish)
    check_account(assembly, place)
    print(plan(assembly, place, _keys(assembly)), flush=True)
    chosen = ["--exclusively", *wish.stacks] if wish.stacks else ["--all"]
    return _run([str(CDK), "diff", "--app", str(assembly.folder), "--method", "template", *chosen])


def _assembly(wish: Wish) -> Assembly:
    """What was given, or what is synthesized now. Raises NotReady, InvalidSetting."""
    if wish.assembly is not None:
        if wish.context:
            raise NotReady("ASSEMBLY is synthesized already: CONTEXT belongs to where that was done")
        return read_assembly(wish.assembly, wish.stacks)
    name = secret_name(wish.context, os.environ, wish.ask)
    named = ["-c", f"{SETTING}{name}"] if name else []
    folder = FOLDER / "assembly"
    if _run([str(CDK), "synth", "--quiet", "--output", str(folder), *named, *wish.context]):
        raise NotReady("the app could not be synthesized; it says above why")
    return read_assembly(folder, wish.stacks)


def _deployment(wish: Wish, assembly: Assembly) -> list[str]:
    chosen = ["--exclusively", *wish.stacks] if wish.stacks else ["--all"]
    restored = any(name.startswith(DATA) and name != DATA for name in assembly.templates)
    imports = ["--import-existing-resources"] if restored else []
    # Whoever was to be asked has been. The CDK would ask at each stack, with those before it deployed.
    command = [str(CDK), "deploy", "--app", str(assembly.folder), *chosen, "--require-approval", "never"]
    return [*command, *imports]


def _keys(assembly: Assembly) -> str:
    """What is known of the payment provider's keys, in a line."""
    outputs = assembly.templates.get("PaidOnceWorkflow", {}).get("Outputs", {})
    name = outputs.get("StripeSecret", {}).get("Value", DEFAULT_STRIPE_SECRET)
    return why_unpaid(name) or f"the secret {name} holds a test key"


def _afterwards(assembly: Assembly) -> int:
    outputs = _outputs(assembly)
    if web := outputs.get(WEB):
        print(f"Uploading the pages to {web['PagesBucket']}")
        upload_pages(PAGES_FOLDER, web["PagesBucket"], boto3.client("s3", config=UPLOADS))
        print(f"The shop is at {web['PagesUrl']} (a host of its own: point it at {web['Domain']})")
    if "PaidOnceWorkflow" in outputs and "PaidOnceApi" in outputs:
        print(what_to_register(outputs), flush=True)
    if assembly.closed:
        print(CLOSED)
        return 0
    try:
        base, unpaid = deployed_shop()
    except CommandError as not_whole:
        print(f"make deploy: no smoke checkout: {not_whole}", file=sys.stderr)
        return 1
    if failed := smoke(SmokeShop(base), unpaid):
        print(BACK, file=sys.stderr)
    return failed


def outstanding(contracted: Sequence[str]) -> list[str]:
    """Those of these migrations that are not at their end in the shop that runs; none where none runs yet."""
    look = [sys.executable, "-m", "ops", "--aws", "migrate", "--check"]
    return [
        name
        for name in contracted
        if subprocess.run([*look, name], check=False, stdout=subprocess.DEVNULL).returncode == 1  # noqa: S603
    ]


def what_to_register(outputs: Mapping[str, Mapping[str, str]]) -> str:
    """Outputs are by stack and name."""
    return REGISTER.format(
        url=outputs[WEB if WEB in outputs else "PaidOnceApi"]["WebhookUrl"],
        events=SUBSCRIPTION,
        secret=outputs["PaidOnceWorkflow"]["StripeSecret"],
    )


def _outputs(assembly: Assembly) -> dict[str, dict[str, str]]:
    """Of the stacks that were deployed, by stack and name."""
    formation: Any = boto3.client("cloudformation", config=UPLOADS)
    found = {}
    for page in formation.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            if stack["StackName"] in assembly.templates:
                told = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
                found[stack["StackName"]] = told
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """One deployment at a time from this folder. Raises NotReady."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady("another `make deploy` runs from this folder: wait for its end") from None
        yield


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
