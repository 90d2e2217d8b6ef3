"""Measures cold starts: every function, several times, between starts of the bare handler."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from stripe import WebhookSignature

from bench.cold import runtime
from bench.cold.emulator import Start, start
from bench.cold.recording import Recorded
from bench.cold.results import CODE, LAYER, RUNTIME, ColdStart, Sitting
from bench.cold.shares import import_ms
from bench.cold.stub import Stub, standing
from harness.environment import STRIPE_KEYS
from harness.template import REGION
from infra.bundles.build import code_bundle, layer_bundle, ready
from infra.bundles.compile_tree import compile_tree
from infra.bundles.this_machine import THIS_MACHINE

BARE = Recorded("bare", "bare.handle", {}, {}, None, ())
BETWEEN = 3
"""So many functions are started between two bare starts."""
SIGNATURE = "Stripe-Signature"
CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")


@dataclass
class Sample:
    """Starts of one function, each with the bare handler's nearest starts: their mean is its unit."""

    starts: list[tuple[Start, "Unit"]] = field(default_factory=list)
    imports: dict[str, float] = field(default_factory=dict)

    def ratio(self, what: str, of: str = "") -> float:
        """The median of a measure (`init_cpu`, `first_ms`, ...) in units of the bare handler's."""
        return float(median(getattr(one, what) / getattr(unit, of or what) for one, unit in self.starts))


@dataclass(frozen=True)
class Unit:
    """INIT of the bare handler: seconds of CPU, milliseconds of the clock."""

    init_cpu: float
    init_ms: float


class Lab:
    """Starts functions from bundles made as those for Lambda are, for the machine at hand."""

    def __init__(self, folder: Path, stub: Stub) -> None:
        self._stub = stub
        self.roots = {
            LAYER: ready(layer_bundle(THIS_MACHINE)) / "python",
            CODE: ready(code_bundle(THIS_MACHINE)),
            RUNTIME: folder / "runtime",
        }
        self._bare = folder / "bare"
        _lay_out(self.roots[RUNTIME], self._bare)

    def start(self, one: Recorded, *options: str) -> Start:
        """Raises NotStarted, and AssertionError where it did not do what it did when it was recorded."""
        self._stub.answers(one.answered)
        python = [sys.executable, "-S", "-s", "-P", *options]
        command = [*python, str(self.roots[RUNTIME] / "runtime.py"), one.handler]
        begun = start(command, self._environment(one), _signed_now(one.event))
        assert _same(begun.answer, one.answer), f"{one.function} answered {begun.answer}\n{begun.log[-3000:]}"  # noqa: S101 - or something else was measured
        assert not self._stub.unknown, f"{one.function} asked for {self._stub.unknown}"  # noqa: S101 - as above
        return begun

    def imports(self, one: Recorded) -> dict[str, float]:
        begun = self.start(one, "-X", "importtime")
        return import_ms(begun.log, begun.modules, self.roots)

    def _environment(self, one: Recorded) -> dict[str, str]:
        code = self._bare if one is BARE else self.roots[CODE]
        path = ":".join(str(part) for part in (code, self.roots[LAYER], self.roots[RUNTIME]))
        given = one.environment | {
            "PYTHONPATH": path,
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.14",
            "AWS_ENDPOINT_URL": self._stub.aws,
            "AWS_CA_BUNDLE": str(self._stub.authorities),
            "AWS_LAMBDA_FUNCTION_NAME": one.function,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(one.seconds),
        }
        return given | ({"PAYMENT_API_BASE": self._stub.provider} if "PAYMENT_API_BASE" in given else {})


@contextmanager
def open_lab() -> Iterator[Lab]:
    with TemporaryDirectory(prefix="bench-cold-") as folder, standing(Path(folder)) as stub:
        yield Lab(Path(folder), stub)


def measure(lab: Lab, recorded: Mapping[str, Recorded], runs: int) -> dict[str, Sample]:
    """`runs` rounds over all functions, in the same order, and one round that looks at imports. Tells stderr
    how it goes. What is under `bare` is the bare handler itself."""
    samples = {name: Sample() for name in (BARE.function, *sorted(recorded))}
    functions = [recorded[name] for name in sorted(recorded)]
    lab.start(BARE)  # whatever is read for the first time
    for number in range(runs):
        print(f"Round {number + 1} of {runs}", file=sys.stderr)
        before = lab.start(BARE)
        for place in range(0, len(functions), BETWEEN):
            group = functions[place : place + BETWEEN]
            starts = [lab.start(one) for one in group]
            after = lab.start(BARE)
            unit = _unit(before, after)
            for one, begun in zip(group, starts, strict=True):
                samples[one.function].starts.append((begun, unit))
            samples[BARE.function].starts.append((after, _unit(before, after)))
            before = after
    for one in (BARE, *functions):
        samples[one.function].imports = lab.imports(one)
    return samples


def sitting(
    samples: Mapping[str, Sample], kinds: Mapping[str, str], memory_mb: Mapping[str, int], runs: int
) -> Sitting:
    """What they come to."""
    bare = [begun for begun, _ in samples[BARE.function].starts]
    return Sitting(
        load=round(os.getloadavg()[2], 1),
        runs=runs,
        bare_cpu_ms=round(1000 * median(one.init_cpu for one in bare), 1),
        bare_wall_ms=round(median(one.init_ms for one in bare), 1),
        starts=[_cold_start(name, kinds[name], memory_mb[name], one) for name, one in samples.items()],
    )


def _cold_start(name: str, kind: str, memory_mb: int, sample: Sample) -> ColdStart:
    whole = sum(sample.imports.values())
    return ColdStart(
        function=name,
        kind=kind,
        memory_mb=memory_mb,
        init_cpu=round(sample.ratio("init_cpu"), 3),
        first_cpu=round(sample.ratio("first_cpu", of="init_cpu"), 3),
        init_wall=round(sample.ratio("init_ms"), 3),
        first_wall=round(sample.ratio("first_ms", of="init_ms"), 3),
        imports={owner: round(spent / whole, 3) for owner, spent in sample.imports.items()},
    )


def _unit(before: Start, after: Start) -> Unit:
    return Unit((before.init_cpu + after.init_cpu) / 2, (before.init_ms + after.init_ms) / 2)


def _lay_out(runtime_folder: Path, bare_folder: Path) -> None:
    """Lambda's runtime client, under its meter, and the bare handler, each in a folder with bytecode."""
    for folder in (runtime_folder, bare_folder):
        folder.mkdir()
    for name in CLIENT:
        package = distribution(name)
        for file in package.files or []:
            if file.parts[0] not in ("..", "__pycache__") and "__pycache__" not in file.parts:
                place = runtime_folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                copyfile(str(package.locate_file(file)), place)
    copyfile(runtime.__file__, runtime_folder / "runtime.py")
    copyfile(Path(__file__).parent / "bare" / "bare.py", bare_folder / "bare.py")
    for folder in (runtime_folder, bare_folder):
        compile_tree(str(folder), str(folder))


def _signed_now(event: Any) -> Any:
    """The provider's signature is good for minutes, and a sitting may take longer."""
    if not isinstance(event, dict) or SIGNATURE not in (event.get("headers") or {}):
        return event
    signed = WebhookSignature.generate_signature_header(event["body"], STRIPE_KEYS["webhook_secret"])
    return event | {
        "headers": event["headers"] | {SIGNATURE: signed},
        "multiValueHeaders": event["multiValueHeaders"] | {SIGNATURE: [signed]},
    }


def _same(answer: Any, recorded: Any) -> bool:
    """As far as they can be the same: ids and times are other ones each time."""
    if not isinstance(answer, dict) or recorded is None:
        return answer == recorded or recorded is None
    if "statusCode" in answer:
        return bool(answer["statusCode"] == recorded["statusCode"])
    return bool(answer.keys() == recorded.keys())
