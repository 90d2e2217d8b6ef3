"""Measures what the handlers' own code costs in CPU: warm, in a process as Lambda's, with real sockets.

Each function runs in a fresh interpreter that has what ships and nothing else. What it asks of AWS and of the
payment provider goes out by botocore and by Stripe's library as in Lambda, over HTTP, to a server on loopback
that answers what was recorded (recorded_orders.py). CPU of that process alone is counted: no emulator's, no
server's. Between the invocations it measures one GetItem by boto3 as it comes: the unit. A slow or a busy
machine slows both.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Any

from bench import layers
from bench.import_path import interpreter, link_shipped
from bench.loopback import Loopback
from bench.measured import read_measured, write_measured
from bench.recorded_orders import Recording, record_orders
from bench.recording import Recorded, Reply, request_key
from harness.moto.world import World

NAME = "own_cpu"
REPEAT = "make bench"
RUNS = 100
RUN_SECONDS = 900
UNIT_TABLE = "Unit"
SIGNED = "Webhook"
"""Played back first: the signature of its event is good for five minutes."""
_KEY = {"order_id": {"S": "the-unit-of-measure"}, "item": {"S": "head"}}
_ITEM = {**_KEY, "status": {"S": "PENDING"}, "version": {"N": "3"}, "owner": {"S": f"own_{1:026}"}}
_ASKED = json.dumps({"TableName": UNIT_TABLE, "Key": _KEY})
UNIT = {
    request_key("POST", "/", {"X-Amz-Target": "DynamoDB_20120810.GetItem"}, _ASKED): Reply(
        200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps({"Item": _ITEM})
    )
}


@dataclass(frozen=True)
class Timed:
    """A warm invocation of one function; where an order invokes it several times, the mean of these.

    `units` is its CPU in GetItems, `requests` what it sends to AWS and the provider, `layers` the parts of 1
    that its CPU goes to.
    """

    function: str
    ms: float
    units: float
    requests: float
    layers: dict[str, float]


def time_functions(world: World, runs: int = RUNS) -> dict[str, Timed]:
    """By name: each function that has a part in an order, a return, or what checkouts share."""
    recording = record_orders(world)
    played = recording.invocations
    with stage() as at:
        return {
            name: _mean([at.time(one, recording, runs) for one in played[name]])
            for name in sorted(played, key=lambda name: name != SIGNED)
        }


def keep(timed: Mapping[str, Timed]) -> None:
    write_measured(NAME, REPEAT, {name: asdict(timed[name]) for name in sorted(timed)})


def read_timed() -> dict[str, Timed]:
    """As last measured, by function."""
    return {name: Timed(**one) for name, one in read_measured(NAME).data.items()}


class Stage:
    """A folder that holds what ships, and nothing else to import."""

    def __init__(self, folder: Path) -> None:
        link_shipped(folder)
        self._folder = folder
        self._command, self._environment = interpreter(folder)

    def time(self, recorded: Recorded, recording: Recording, runs: int) -> Timed:
        """Raises AssertionError if it asked what nobody recorded, or ended otherwise."""
        profile = self._folder / "profile"
        found = self.play(recorded, recording, runs, profile=str(profile))
        return Timed(
            recorded.function,
            ms=1000 * median(found["own"]),
            units=median(found["own"]) / median(found["unit"]),
            requests=recorded.requests,
            layers=layers.shares(profile),
        )

    def play(
        self, recorded: Recorded, recording: Recording, runs: int, *, profile: str = ""
    ) -> dict[str, Any]:
        """What the worker found (replayed.py)."""
        job = {
            "handler": recorded.handler,
            "event": recorded.event,
            "context": recorded.context,
            "unit_table": UNIT_TABLE,
            "runs": runs,
            "profile": profile,
        }
        with Loopback(recorded.replies, recording.known | UNIT).running() as server:
            environment = self._environment | recorded.environment | {"AWS_ENDPOINT_URL": server.url}
            if "PAYMENT_API_BASE" in environment:
                environment["PAYMENT_API_BASE"] = f"{server.url}/sandbox"
            done = subprocess.run(  # noqa: S603 - our own code
                [*self._command, str(Path(__file__).with_name("replayed.py"))],
                env=environment | {"POWERTOOLS_LOG_LEVEL": "INFO"},
                input=json.dumps(job),
                check=True,
                capture_output=True,
                text=True,
                timeout=RUN_SECONDS,
            )
            assert not server.missing, (recorded.function, server.missing)  # noqa: S101 - else it measured less
        found: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
        assert found["outcome"] == recorded.outcome, (recorded.function, found)  # noqa: S101 - as above
        return found


@contextmanager
def stage() -> Iterator[Stage]:
    with TemporaryDirectory(prefix="bench-timing-") as folder:
        yield Stage(Path(folder))


def _mean(timed: Sequence[Timed]) -> Timed:
    return Timed(
        timed[0].function,
        ms=fmean(one.ms for one in timed),
        units=fmean(one.units for one in timed),
        requests=fmean(one.requests for one in timed),
        layers={layer: fmean(one.layers[layer] for one in timed) for layer in layers.LAYERS},
    )
