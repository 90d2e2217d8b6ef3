"""The same orders in shops of several sizes: what each call takes must not depend on the size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.frozen_clock import MOMENT
from bench.growth.copies import Copies
from bench.growth.playing import Player, Step
from bench.growth.samples import Sample, take_samples
from bench.growth.store import NumberedTables
from harness.simulator.cloud import SimulatedCloud
from harness.simulator.simulator import Simulator
from harness.template import Template

SIZES = (1_000, 100_000, 1_000_000)


class Shops:
    """Shops that are alike in all but the number of orders in them; one at a time."""

    def __init__(self, cloud: SimulatedCloud, samples: dict[str, Sample]) -> None:
        self._cloud = cloud
        self._samples = samples
        self._begun = cloud.snapshot()

    def copies(self, size: int) -> Copies:
        return Copies(size, self._samples)

    def of(self, size: int) -> Simulator:
        """As new, with so many orders in it."""
        self._cloud.tables = NumberedTables(self._cloud.template, self.copies(size))
        shop = Simulator(self._cloud)
        self._cloud.restore(self._begun)
        shop.reset()
        return shop

    def steps(self, size: int) -> list[Step]:
        return Player(self.of(size)).play()


@contextmanager
def opened(template: Template) -> Iterator[Shops]:
    """Their clock begins at the same moment, and moves by what is done alone."""
    cloud = SimulatedCloud(template)
    cloud._began = MOMENT
    with cloud.running():
        yield Shops(cloud, take_samples(Simulator(cloud)))


def steps_by_size(template: Template, sizes: Sequence[int] = SIZES) -> dict[int, list[Step]]:
    with opened(template) as shops:
        return {size: shops.steps(size) for size in sizes}
