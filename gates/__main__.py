"""Every gate, over the app as it would be deployed: `python -m gates FOLDER`.

Synthesizes the app into FOLDER. Exit status: 0 clean, 1 findings (one a line), 2 bad usage.
"""

import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from gates.asl.check import check_files, check_shipped
from gates.finding import Checked, Finding, GateBroken
from gates.supply.check import check_supply

ROOT = Path(__file__).resolve().parent.parent
MACHINES = ROOT / "statemachines"
ASSEMBLY_MARK = "cdk.out"
BEHIND_CLOUDFRONT = {
    "edge": "cloudfront",
    "sessionStore": "valkey",
    "quoteFunction": "own-prices",
    "shopUrl": "https://shop.example",
    "certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/c0ffee",
    "aws:cdk:bundling-stacks": [],
}
"""The other shapes that the app has. Their bundles are those of the first."""
REPLICATED = {"replicaRegion": "eu-central-1", "faultInjection": "on", "aws:cdk:bundling-stacks": []}
SECOND_REGION = {"replicaOf": "eu-west-1", "aws:cdk:bundling-stacks": []}
OTHERS = (BEHIND_CLOUDFRONT, REPLICATED, SECOND_REGION)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(
            "usage: python -m gates FOLDER    (the folder to synthesize into, such as cdk.out)",
            file=sys.stderr,
        )
        return 2
    folder = Path(arguments[0])
    if not _usable(folder):
        print(f"gates: {folder}: neither new, nor empty, nor an earlier assembly", file=sys.stderr)
        return 2
    return report([_looked(lambda: check_files(MACHINES)), check_supply(), *_check_app(folder)])


def _usable(folder: Path) -> bool:
    """Nobody's other files are mixed with an assembly."""
    if folder.exists():
        return folder.is_dir() and ((folder / ASSEMBLY_MARK).is_file() or not any(folder.iterdir()))
    return folder.resolve().parent.is_dir()


def report(checked: list[Checked]) -> int:
    for one in checked:
        print(one.looked_at)
    findings = sorted({finding for one in checked for finding in one.findings})
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings" if findings else "clean")
    return 1 if findings else 0


def _check_app(folder: Path) -> list[Checked]:
    # Imported late: the CDK starts Node, which bad usage and broken files need not wait for.
    from gates.synthesis import context, synthesize
    from gates.templates import check_templates
    from gates.validation import check_validation
    from infra.app import build
    from infra.settings import read_settings

    with tempfile.TemporaryDirectory() as beside:
        found: list[Checked] = []
        others = [(f"{beside}/{number}", one) for number, one in enumerate(OTHERS)]
        for outdir, chosen in ((str(folder), {}), *others):
            try:
                app = build(context() | chosen, outdir=outdir)
                assembly = synthesize(app)
            except Exception as error:  # noqa: BLE001 - whatever keeps the app from synthesizing is the finding
                return [*found, Checked("app: not synthesized", (_failure(error),))]
            found += [
                check_validation(assembly),
                _looked(partial(check_templates, assembly)),
                check_shipped(MACHINES, assembly.templates, read_settings(app.node).patience),
            ]
        return found


def _looked(check: Callable[[], Checked]) -> Checked:
    """A gate that cannot do its work is red; the others are heard all the same."""
    try:
        return check()
    except GateBroken as broken:
        return Checked("a gate could not do its work", (Finding("gates", str(broken)),))


def _failure(error: Exception) -> Finding:
    """Named after the last line of ours that it passed."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT / "infra")
    ]
    place = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else "app"
    return Finding(place, f"{type(error).__name__}: {str(error).strip()[:500]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
