"""`python -m tests.schema`: plays the scenarios and keeps what they stored: examples of what is unreleased.

As few scenarios are kept as show every kind of item. With a release the folder is given the release's date,
and stays as it is: what a release stored is a fact.
"""

import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from functions.payment.provider import provider
from functions.shared import clock
from harness.in_process_provider import InProcessProvider
from harness.moto.cloud import Cloud, running_cloud
from harness.moto.world import World
from harness.template import Template, synthesize
from tests.privilege.conftest import SCENARIOS
from tests.schema.examples import FOLDER, UNRELEASED, Example, kinds, stored, write


def played(version: str, cloud: Cloud, sandbox: InProcessProvider) -> list[Example]:
    """An example of each scenario that leaves a shop whose promises are kept."""
    shop = World(cloud, sandbox)
    examples = []
    for scenario in SCENARIOS:
        shop.reset()
        shop.sells()
        scenario(shop)
        holds = [asdict(hold) for hold in provider.list_holds()]
        example = Example(version, scenario.__name__, clock.timestamp(clock.now()), stored(cloud), holds)
        if not shop.violations():
            examples.append(example)
    shop.stop()
    return examples


def fewest(examples: list[Example]) -> list[Example]:
    """Those that together show every kind of item, the ones that show most first."""
    missing = set().union(*(kinds(one.tables) for one in examples))
    chosen = []
    while missing:
        best = max(examples, key=lambda one: (len(kinds(one.tables) & missing), one.scenario))
        missing -= kinds(best.tables)
        chosen.append(best)
    return chosen


def main() -> int:
    sandbox = InProcessProvider()
    with tempfile.TemporaryDirectory() as folder:
        template = Template(synthesize(Path(folder)))
    with sandbox.connected(), running_cloud(template, sandbox.api_base) as cloud:
        chosen = fewest(played(UNRELEASED, cloud, sandbox))
    shutil.rmtree(FOLDER / UNRELEASED, ignore_errors=True)
    for example in chosen:
        write(example)
    print(f"{len(chosen)} scenarios kept", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
