"""Runs Lambda functions for the embedded cloud: code, environment, workers, answers."""

import base64
import hashlib
import io
import json
import os
import shutil
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.aws.forkserver import ForkServer, Template
from local.aws.lambda_worker import Answer, LambdaWorker
from local.aws.pool import Allowance, Pool

DEFAULT_CAP = 8
DEFAULT_EXTRA = 48  # workers beyond their caps, all functions together
DEAD_WORKERS_SKIPPED = 64  # dead ones, or deaths of what forks them, before giving up on one call
IDLE_SECONDS = 15.0  # then a worker leaves; the next call forks one
LOOK_SECONDS = 2.0
DEFAULT_TIMEOUT = 3.0  # Lambda's own default, in seconds


@dataclass(frozen=True)
class Places:
    """Folders below `.local/` and the address that functions find AWS at."""

    code: Path
    logs: Path
    scratch: Path
    endpoint: str


class Functions:
    """All functions' pools. Thread-safe."""

    def __init__(
        self, places: Places, cap: int = DEFAULT_CAP, extra: int = DEFAULT_EXTRA, lane: str = ""
    ) -> None:
        """`lane` is where workers call the JSON services (lane_client.py); without, they use HTTP."""
        for folder in (places.code, places.logs, places.scratch):
            folder.mkdir(parents=True, exist_ok=True)
        self._places = places
        self._cap = cap
        self._extra = Allowance(extra)
        self._lock = threading.Lock()
        self._pools: dict[str, tuple[str, Pool, Template]] = {}
        self._at_work: dict[int, str] = {}
        self._forkserver = ForkServer(_base_environment(places), lane)
        self._closed = threading.Event()
        threading.Thread(target=self._let_go, daemon=True, name="idle workers").start()

    def invoke(
        self,
        config: dict[str, Any],
        code_zip: bytes,
        event: Any,
        request_id: str,
        reserved: int | None = None,
    ) -> Answer:
        """Run one event. `config` is the function's configuration in the shape of Lambda's GetFunction.

        `reserved` is its reserved concurrency: that many workers are then its cap.
        Waiting for a worker counts at most the function's own timeout; past it the answer is a throttle,
        errorType `TooManyRequestsException`.
        """
        timeout = float(config.get("Timeout") or DEFAULT_TIMEOUT)
        pool = self._pool(config, code_zip, reserved or self._cap)
        deadline = time.monotonic() + timeout
        for _ in range(DEAD_WORKERS_SKIPPED):
            try:
                worker = pool.acquire(max(0.0, deadline - time.monotonic()))
            except ConnectionError:  # what forks was killed, and again: of this event nothing has begun
                continue
            if worker is None:
                break
            if not worker.alive():
                pool.release(worker, spent=True)
                continue
            answer = Answer(error={"errorType": "Runtime.Unknown", "errorMessage": "no answer"}, spent=True)
            self._at_work[worker.pid] = str(config["FunctionName"])
            try:
                answer = worker.invoke(event, request_id, str(config.get("FunctionArn", "")), timeout)
            finally:
                del self._at_work[worker.pid]
                pool.release(worker, spent=answer.spent)
            return answer
        text = f"no worker for {config['FunctionName']} came free within {timeout:.0f} s"
        return Answer(error={"errorType": "TooManyRequestsException", "errorMessage": text})

    def at_work(self) -> dict[int, str]:
        """The functions' names by the process ids of the workers that run them at this moment."""
        return dict(self._at_work)

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            pools, self._pools = self._pools, {}
        for _version, pool, template in pools.values():
            pool.close()
            template.close()
        self._forkserver.close()

    def _let_go(self) -> None:
        """Have workers leave that are not wanted, until closed; with the last one of a function its template,
        which is made anew for the next."""
        while not self._closed.wait(LOOK_SECONDS):
            with self._lock:
                pools = [(pool, template) for _version, pool, template in self._pools.values()]
            for pool, template in pools:
                if pool.retire(time.monotonic() - IDLE_SECONDS):
                    template.close()

    def _pool(self, config: dict[str, Any], code_zip: bytes, cap: int) -> Pool:
        """The pool for this very configuration; workers of an older one are retired."""
        arn = str(config.get("FunctionArn") or config["FunctionName"])
        version = _version(config, cap)
        with self._lock:
            known = self._pools.get(arn)
            if known and known[0] == version:
                return known[1]
            order = self._order(config, self._unpacked(config, code_zip))
            template = Template(self._forkserver, order)
            pool = Pool(lambda: LambdaWorker(template.fork()), cap, self._extra)
            self._pools[arn] = (version, pool, template)
        if known:
            known[1].close()
            known[2].close()
        return pool

    def _order(self, config: dict[str, Any], code: Path) -> dict[str, Any]:
        return {
            "code": str(code),
            "handler": str(config["Handler"]),
            "log": str(self._places.logs / f"{config['FunctionName']}.log"),
            "env": _base_environment(self._places) | _function_environment(config, code),
        }

    def _unpacked(self, config: dict[str, Any], code_zip: bytes) -> Path:
        """The folder with this code, unpacked once per content."""
        folder = self._places.code / _digest(config, code_zip)
        if folder.exists():
            return folder
        fresh = folder.with_suffix(f".{os.getpid()}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(code_zip)) as archive:
            archive.extractall(fresh)
        fresh.rename(folder)
        return folder


def _digest(config: dict[str, Any], code_zip: bytes) -> str:
    known = config.get("CodeSha256")
    return base64.b64decode(known).hex() if known else hashlib.sha256(code_zip).hexdigest()


def _version(config: dict[str, Any], cap: int) -> str:
    """Whatever, when changed, demands new workers."""
    parts = [config.get(name) for name in ("CodeSha256", "Handler", "Environment", "MemorySize")]
    return json.dumps([*parts, cap], sort_keys=True, default=str)


def _base_environment(places: Places) -> dict[str, str]:
    """What every process of ours gets, and nothing of the launcher's own environment beyond the path."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "TMPDIR": str(places.scratch),
        "PYTHONUNBUFFERED": "1",
        # The developer's own AWS profile must never leak in.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": places.endpoint,
        # All that they call is on this machine. And they are forks: asked for a proxy, Python on macOS would
        # turn to a framework of the system that ends forked processes.
        "NO_PROXY": "*",
        "no_proxy": "*",
    }


def _function_environment(config: dict[str, Any], code: Path) -> dict[str, str]:
    """The function's own variables, overridden by those Lambda reserves."""
    name = str(config["FunctionName"])
    _arn, _aws, _lambda, region, account, *_ = f"{config.get('FunctionArn', '')}:::::".split(":")
    own = (config.get("Environment") or {}).get("Variables") or {}
    return {str(key): str(value) for key, value in own.items()} | {
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(config.get("Version") or "$LATEST"),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config.get("MemorySize") or 128),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{config.get('Runtime', 'python3.13')}",
        "LAMBDA_TASK_ROOT": str(code),
        "_HANDLER": str(config["Handler"]),
    }
