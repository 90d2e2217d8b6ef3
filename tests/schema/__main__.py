"""`python -m tests.schema VERSION`: plays the scenarios and keeps what they stored as examples of VERSION.

As few scenarios are kept as show every kind of item. Run it once a schema has changed, and never
again for the same version: what a release stored is a fact.
"""

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
from tests.schema.examples import FOLDER, Example, kinds, stored, write


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


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or (FOLDER / arguments[0]).exists():
        print("tests.schema: name a version that has no examples yet", file=sys.stderr)
        return 2
    sandbox = InProcessProvider()
    with tempfile.TemporaryDirectory() as folder:
        template = Template(synthesize(Path(folder)))
    with sandbox.connected(), running_cloud(template, sandbox.api_base) as cloud:
        chosen = fewest(played(arguments[0], cloud, sandbox))
    for example in chosen:
        write(example)
    print(f"{len(chosen)} scenarios kept", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
