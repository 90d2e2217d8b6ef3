"""The same orders in shops of several sizes: what each call takes must not depend on the size."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.frozen_clock import MOMENT
from bench.growth.copies import Copies
from bench.growth.kept import Found, keep, row
from bench.growth.numbered import HEAVY_OWNER, of_owner
from bench.growth.playing import Player, Step
from bench.growth.samples import Sample, take_samples
from bench.growth.still import begun_at_once
from bench.growth.store import NumberedTables
from harness.simulator.cloud import SimulatedCloud
from harness.simulator.simulator import Simulator
from harness.template import Template

SIZES = (1_024, 100_096, 1_000_192)
"""A thousand, a hundred thousand and a million, rounded up to whole cycles of what became of orders: the
newest are then of the same kinds in each, and a page of them as long."""


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
        self._cloud.restore(self._begun)
        shop = Simulator(self._cloud)
        shop.reset()
        return shop

    def steps(self, size: int) -> list[Step]:
        return Player(self.of(size)).play()

    def found(self, sizes: Sequence[int] = SIZES) -> list[Found]:
        """What all of it takes, in shops of these sizes."""
        return [
            Found(
                orders=size,
                items=self.copies(size).count(),
                owned=len(of_owner(size, HEAVY_OWNER)),
                rows=[row(step) for step in self.steps(size)],
            )
            for size in sizes
        ]


@contextmanager
def opened(template: Template) -> Iterator[Shops]:
    """Their clock begins at the same moment, and moves by what is done alone."""
    cloud = SimulatedCloud(template)
    cloud._began = MOMENT
    with cloud.running(), begun_at_once(cloud.time):
        yield Shops(cloud, take_samples(Simulator(cloud)))


def count(template: Template) -> list[Found]:
    """Plays in shops of all sizes, and keeps what it takes."""
    logging.disable(logging.CRITICAL)
    try:
        with opened(template) as shops:
            found = shops.found()
    finally:
        logging.disable(logging.NOTSET)
    keep(found)
    return found
