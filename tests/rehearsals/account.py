"""An account of one's own: the embedded cloud started alone, a payment provider beside it, and the CDK's own
command line pointed at both. Loopback only, in a folder of its own; all of it ends with this process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.children import Child, Family
from local.claim import listen
from local.deploy import put_secret
from local.parts import await_answer
from local.settings import ACCOUNT, CORE_STACKS, REGION, ROOT, STRIPE_SECRET, client

CDK = ROOT / "node_modules" / ".bin" / "cdk"
SECONDS = 300
QUIETLY = ("--no-notices", "--no-color", "--progress", "events")
NOBODY = "http://127.0.0.1:9"
"""A proxy that is none: whatever would leave this machine fails."""
KEYS = {"api_key": "sk_test_rehearsal", "webhook_secret": "whsec_rehearsal"}


class Account:
    """`endpoint` is the cloud's address, `sandbox` where the provider's paths begin."""

    def __init__(self, home: Path, cloud: socket.socket, sandbox: socket.socket) -> None:
        self.home = home
        self.logs = home / "logs"
        self.endpoint = _address(cloud)
        self.sandbox = f"{_address(sandbox)}/sandbox"

    def environment(self, **more: str) -> dict[str, str]:
        """Of a team member's shell with credentials for this account."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "CDK_")) and "proxy" not in name.lower()
        }
        return kept | {
            "HOME": str(self.home),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "1",
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
            "HTTPS_PROXY": NOBODY,
            "NO_PROXY": "127.0.0.1,localhost",
            **more,
        }

    def bootstrap(self) -> None:
        done = self._cdk("bootstrap", f"aws://{ACCOUNT}/{REGION}", "--app", "")
        assert done.returncode == 0, done.stdout

    def deploy(self, assembly: Path) -> "subprocess.CompletedProcess[str]":
        """`cdk deploy` of the stacks that the cloud can hold; both of its outputs in `stdout`."""
        return self._cdk(*_deployment(assembly))

    def begin_to_deploy(self, assembly: Path) -> "subprocess.Popen[str]":
        return self._begin(*_deployment(assembly))

    def deploy_until(self, assembly: Path, said: str) -> None:
        """Begin to, and be killed, with all children, once this is said."""
        running = self._begin(*_deployment(assembly))
        assert running.stdout is not None
        try:
            assert any(said in line for line in running.stdout), f"{said!r} was never said"
            assert running.poll() is None, "it was through before it could be killed"
        finally:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate(timeout=SECONDS)

    def python(self, *module: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """`python -m ...` in this repository, nobody at its keyboard."""
        return subprocess.run(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def client(self, service: str) -> Any:
        return client(service, self.endpoint)

    def outputs(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in CORE_STACKS:
            (stack,) = self.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
            found |= {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        return found

    def status(self, stack: str) -> str:
        (found,) = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        return str(found["StackStatus"])

    def _cdk(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        running = self._begin(*arguments)
        try:
            said, _ = running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
        return subprocess.CompletedProcess(arguments, running.returncode, said)

    def _begin(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(CDK), *arguments, *QUIETLY],
            cwd=self.home,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


@contextmanager
def own_account(home: Path) -> Iterator[Account]:
    """With the provider's keys in its secret, and nothing deployed."""
    home.mkdir(exist_ok=True)
    family = Family()
    with listen(0) as cloud, listen(0) as sandbox:
        account = Account(home, cloud, sandbox)
        for folder in (account.logs, home / "tmp"):
            folder.mkdir()
        try:
            served = family.add(_child(account, "local.aws", cloud, "--home", str(home / "cloud")))
            provider = family.add(
                _child(account, "local.payment_sandbox", sandbox, "--state", str(home / "sandbox.sqlite"))
            )
            await_answer(served, cloud, "/_ministack/health")
            await_answer(provider, sandbox, "/sandbox/health")
            put_secret(account.endpoint, STRIPE_SECRET, KEYS)
            yield account
        finally:
            family.stop()


def until(look: Any, missed: str, seconds: float = 60.0) -> Any:
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{missed} within {seconds:.0f} s")


def _deployment(assembly: Path) -> tuple[str, ...]:
    chosen = ("--exclusively", *CORE_STACKS, "--require-approval", "never")
    return "deploy", "--app", str(assembly), *chosen


def _child(account: Account, module: str, listener: socket.socket, *arguments: str) -> Child:
    given = ["--fd", str(listener.fileno()), *arguments]
    if module == "local.aws":
        given += ["--logs", str(account.logs)]
    return Child(
        module,
        module,
        given,
        account.logs / f"{module}.txt",
        (listener,),
        restarts=False,
        environment={"TMPDIR": str(account.home / "tmp"), "PYTHONUNBUFFERED": "1"},
    )


def _address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"
