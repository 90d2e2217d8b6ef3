"""Deploys synthesized stacks into the embedded cloud, as `cdk deploy` would, in a fraction of the time."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.assembly import FileAsset, Stack
from local.settings import REGION, client

BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
BOOTSTRAP_VERSION = "32"
TEMPLATES = "paidonce-templates"
STILL_SECONDS = 60.0  # without a new event a stack is stuck
POLL_SECONDS = 0.05


class DeployFailed(RuntimeError):
    """A stack did not come up; the text names the resources and their reasons."""


def bootstrap(endpoint_url: str, stacks: list[Stack]) -> None:
    """What `cdk bootstrap` leaves behind, as far as the templates look at it, and the stacks' files."""
    client("ssm", endpoint_url).put_parameter(
        Name=BOOTSTRAP_PARAMETER, Value=BOOTSTRAP_VERSION, Type="String", Overwrite=True
    )
    s3 = client("s3", endpoint_url)
    for bucket in sorted({asset.bucket for stack in stacks for asset in stack.assets}):
        _create_bucket(s3, bucket)
    for asset in {(asset.bucket, asset.key): asset for stack in stacks for asset in stack.assets}.values():
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=_content(asset))


def put_secret(endpoint_url: str, name: str, value: dict[str, str]) -> None:
    """Create the secret `name` holding `value` as JSON, or change it."""
    secrets = client("secretsmanager", endpoint_url)
    text = json.dumps(value)
    try:
        secrets.create_secret(Name=name, SecretString=text)
    except secrets.exceptions.ResourceExistsException:
        secrets.put_secret_value(SecretId=name, SecretString=text)


def deploy(endpoint_url: str, stacks: list[Stack], say: Callable[[str], None]) -> dict[str, str]:
    """Bring the stacks up in the given order and return all their outputs. Raises DeployFailed."""
    formation = client("cloudformation", endpoint_url)
    outputs: dict[str, str] = {}
    for stack in stacks:
        started = time.monotonic()
        _submit(formation, stack, _upload(endpoint_url, stack))
        outputs |= _await(formation, stack.name)
        seconds = time.monotonic() - started
        say(f"  {stack.name}: {len(stack.template['Resources'])} resources, {seconds:.1f} s")
    return outputs


def _upload(endpoint_url: str, stack: Stack) -> str:
    """Where the template is: a request itself may hold only 51,200 bytes of it."""
    s3 = client("s3", endpoint_url)
    _create_bucket(s3, TEMPLATES)
    key = f"{stack.name}.template.json"
    s3.put_object(Bucket=TEMPLATES, Key=key, Body=json.dumps(stack.template).encode())
    return f"{endpoint_url}/{TEMPLATES}/{key}"


def _submit(formation: Any, stack: Stack, template_url: str) -> None:
    arguments = {
        "StackName": stack.name,
        "TemplateURL": template_url,
        "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    try:
        formation.create_stack(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise DeployFailed(f"{stack.name}: {error}") from None
        _update(formation, arguments)


def _update(formation: Any, arguments: dict[str, Any]) -> None:
    try:
        formation.update_stack(**arguments)
    except ClientError as error:
        if "No updates" not in str(error):
            raise DeployFailed(f"{arguments['StackName']}: {error}") from None


def _await(formation: Any, name: str) -> dict[str, str]:
    """The outputs of the stack once it is complete; it may take as long as its events keep coming."""
    events = -1
    while (came := len(_events(formation, name))) > events:
        events = came
        outputs = _await_for(formation, name, STILL_SECONDS)
        if outputs is not None:
            return outputs
    raise DeployFailed(f"{name}: stands still for {STILL_SECONDS:.0f} s\n{_reasons(formation, name)}")


def _await_for(formation: Any, name: str, seconds: float) -> dict[str, str] | None:
    """The outputs of the stack, None if it is not complete after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        stack = formation.describe_stacks(StackName=name)["Stacks"][0]
        status = stack["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
        if "FAILED" in status or "ROLLBACK" in status:
            raise DeployFailed(f"{name}: {status}\n{_reasons(formation, name)}")
        time.sleep(POLL_SECONDS)
    return None


def _events(formation: Any, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = formation.describe_stack_events(StackName=name)["StackEvents"]
    return found


def _reasons(formation: Any, name: str) -> str:
    failed = [
        event for event in reversed(_events(formation, name)) if event["ResourceStatus"].endswith("_FAILED")
    ]
    return "\n".join(
        f"  {event['LogicalResourceId']} ({event['ResourceType']}): "
        f"{event.get('ResourceStatusReason', event['ResourceStatus'])}"
        for event in failed
    )


def _create_bucket(s3: Any, bucket: str) -> None:
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        return


def _content(asset: FileAsset) -> bytes:
    if not asset.zipped:
        return asset.source.read_bytes()
    return _zipped(asset.source)


def _zipped(folder: Path) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as content:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content.write(path, path.relative_to(folder))
    return archive.getvalue()
