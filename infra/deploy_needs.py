"""What `make deploy` looks at before it changes anything: tools, whose account and region, bootstrap, pages,
and whether another deployment is under way."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.pricing.quote_function import VARIABLE as QUOTE_FUNCTION

CDK = Path("node_modules/.bin/cdk").resolve()
PAGES_FOLDER = Path("web/dist")
OLDEST_NODE = 20
NODE_SECONDS = 30
WEB = "PaidOnceWeb"
ANYWHERE = "unknown-region"
"""So a synthesized app calls the region of a stack that goes wherever somebody deploys it."""
FUNCTION = "AWS::Lambda::Function"
BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
QUICK = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
STUCK = ("UPDATE_ROLLBACK_FAILED", "ROLLBACK_FAILED", "DELETE_FAILED")


class NotReady(Exception):
    """Something that a deployment needs is missing; the message says what to do about it."""


@dataclass(frozen=True)
class Where:
    """Whose account it goes to, in which region."""

    account: str
    region: str

    def __str__(self) -> str:
        return f"{self.account}/{self.region}"


@dataclass(frozen=True)
class Assembly:
    """What was synthesized: templates by stack, what they ask of the bootstrap, and the regions that stacks
    go to wherever the others go."""

    folder: Path
    templates: dict[str, dict[str, Any]]
    bootstrap_version: int
    regions: frozenset[str] = frozenset()

    @property
    def has_pages(self) -> bool:
        return WEB in self.templates

    @property
    def closed(self) -> bool:
        """A second region's shop, which answers nobody until somebody fails over."""
        return any(
            one["Type"] == FUNCTION and one["Properties"].get("ReservedConcurrentExecutions") == 0
            for stack in self.templates.values()
            for one in stack["Resources"].values()
        )


def check_tools() -> None:
    """Node, and the CDK's command of package.json. Raises NotReady."""
    try:
        said = subprocess.run(
            ["node", "--version"],  # noqa: S607 - whichever the CDK's command will find
            capture_output=True,
            text=True,
            timeout=NODE_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    version = re.match(r"v(\d+)\.", said)
    if version is None or int(version[1]) < OLDEST_NODE:
        raise NotReady(
            f"needs Node {OLDEST_NODE} or newer for the CDK; `node --version` said {said.strip()!r}"
        )
    if not CDK.exists():
        raise NotReady("the CDK's command is not installed: `npm ci`")


def chosen_region(environment: Mapping[str, str], of_profile: str | None) -> str:
    """The one region that everybody goes to: the CDK reads AWS_REGION first, boto3 knows AWS_DEFAULT_REGION
    alone. Raises NotReady."""
    named = {environment.get("AWS_REGION", ""), environment.get("AWS_DEFAULT_REGION", "")} - {""}
    if len(named) > 1:
        both = f"{environment['AWS_REGION']}, and AWS_DEFAULT_REGION {environment['AWS_DEFAULT_REGION']}"
        raise NotReady(f"AWS_REGION says {both}: say which it is")
    region = next(iter(named), of_profile)
    if not region:
        raise NotReady("no region: set AWS_REGION, or one in your AWS profile")
    return region


def where(environment: Mapping[str, str]) -> Where:
    """Asks AWS whose the credentials at hand are. Raises NotReady, if they are not of the TARGET either."""
    session = boto3.Session()
    region = chosen_region(environment, session.region_name)
    try:
        asked: Any = session.client("sts", region_name=region, config=QUICK)
        found = Where(str(asked.get_caller_identity()["Account"]), region)
    except (BotoCoreError, ClientError) as refused:
        raise NotReady(f"no AWS credentials that work: {_one_line(refused)}") from None
    target = environment.get("TARGET", "")
    if target and target != str(found):
        raise NotReady(f"these credentials deploy to {found}, and TARGET says {target}")
    return found


def read_assembly(folder: Path, chosen: tuple[str, ...] = ()) -> Assembly:
    """The stacks of a synthesized app, or the `chosen` ones. Raises NotReady."""
    try:
        artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
        stacks = {name: one for name, one in artifacts.items() if one["type"] == "aws:cloudformation:stack"}
        unknown = sorted(set(chosen) - stacks.keys())
        if unknown:
            raise NotReady(f"STACKS: no such stack: {', '.join(unknown)}; there are {', '.join(stacks)}")
        kept = {name: one for name, one in stacks.items() if not chosen or name in chosen}
        templates = {
            name: json.loads((folder / one["properties"]["templateFile"]).read_text())
            for name, one in kept.items()
        }
        versions = [int(one["properties"].get("requiresBootstrapStackVersion", 0)) for one in kept.values()]
        regions = frozenset(one["environment"].rpartition("/")[2] for one in kept.values()) - {ANYWHERE}
    except (OSError, ValueError, LookupError, TypeError):
        raise NotReady(f"{folder} holds no synthesized app") from None
    return Assembly(folder, templates, max(versions, default=0), regions)


def check_account(assembly: Assembly, place: Where) -> None:
    """Bootstrapped, and nothing else under way or stuck. Raises NotReady."""
    try:
        for region in [place.region, *sorted(assembly.regions - {place.region})]:
            _check_bootstrap(place.account, region, assembly.bootstrap_version)
        _check_stacks(assembly, place)
    except (BotoCoreError, ClientError) as refused:
        raise NotReady(f"{place} cannot be looked at: {_one_line(refused)}") from None


def check_pages(assembly: Assembly) -> None:
    """Built, where CloudFront is to serve them. Raises NotReady."""
    if assembly.has_pages and not (PAGES_FOLDER / "index.html").is_file():
        raise NotReady(f"the pages are not built: `make {PAGES_FOLDER}/index.html`")


def check_quote_function(assembly: Assembly, place: Where) -> None:
    """In the region of the shop: nobody is called in another. Raises NotReady."""
    named = {
        one["Properties"].get("Environment", {}).get("Variables", {}).get(QUOTE_FUNCTION, "")
        for stack in assembly.templates.values()
        for one in stack["Resources"].values()
        if one["Type"] == FUNCTION
    }
    for arn in sorted(one for one in named if one.startswith("arn:")):
        region = arn.split(":")[3]
        if region != place.region:
            raise NotReady(f"quoteFunction: {arn} is called from {place.region} alone, and is in {region}")


def _check_bootstrap(account: str, region: str, needed: int) -> None:
    parameters: Any = boto3.client("ssm", region_name=region, config=QUICK)
    command = f"`npx cdk bootstrap aws://{account}/{region}`"
    try:
        version = int(parameters.get_parameter(Name=BOOTSTRAP)["Parameter"]["Value"])
    except parameters.exceptions.ParameterNotFound:
        raise NotReady(f"{account}/{region} is not bootstrapped for the CDK (once): {command}") from None
    if version < needed:
        raise NotReady(f"{account}/{region} has bootstrap version {version}, {needed} is needed: {command}")


def _check_stacks(assembly: Assembly, place: Where) -> None:
    """CloudFormation itself refuses a second change of a stack, but by then the first ones may have gone."""
    formation: Any = boto3.client("cloudformation", region_name=place.region, config=QUICK)
    for page in formation.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            name, status = stack["StackName"], stack["StackStatus"]
            if name not in assembly.templates:
                continue
            if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
                raise NotReady(f"another deployment is under way ({name} is {status}): wait for its end")
            if status in STUCK:
                raise NotReady(
                    f"{name} is {status}: `aws cloudformation continue-update-rollback --stack-name {name}`"
                    f" first, or have its reason looked at (`describe-stack-events`)"
                )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
